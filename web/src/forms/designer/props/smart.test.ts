import { describe, expect, it } from "vitest";
import { formOf } from "../../../api/index.ts";
import { startWords } from "../../../kit/index.ts";
import { texts } from "../../texts.ts";
import type { Book } from "../../condition/names.ts";
import type { Doc, FieldDoc } from "../model/doc.ts";
import type { FieldKind } from "../../model/fieldTypes.ts";
import { pathsToOpen, proposal } from "./smart.ts";

await startWords({ forms: texts }, "en");

const rows = { analyte: { type: "text" }, lower: { type: "number" }, upper: { type: "number" }, uom: { type: "text" } };
const FORMS = {
  material: formOf({ form: "material", serves: { role: "material" }, fields: { name: { type: "text" }, specification: { type: "link", to: "specification" }, conversions: { type: "list", fields: { uom: { type: "choice" }, factor: { type: "number" } } } } }),
  specification: formOf({ form: "specification", fields: { material: { type: "link", to: "material" }, limits: { type: "list", fields: rows } } }),
  supplier: formOf({ form: "supplier", fields: { visits: { type: "list", fields: { day: { type: "date" } } } } }),
};
const book: Book = { form: (key) => FORMS[key as keyof typeof FORMS], serving: (role) => (role === "material" ? "material" : undefined) };
const list: FieldDoc = { type: "list", fields: { characteristic: { type: "text" }, lower: { type: "number" }, upper: { type: "number" }, uom: { type: "text" }, result: { type: "number" } } };
const KIND = { key: "inspection_list" } as FieldKind;
const FIELDS = { characteristic: "row.analyte", lower: "row.lower", upper: "row.upper", uom: "row.uom" };

const drawn = (fields: Record<string, FieldDoc>): Doc => ({ form: "look", label: { zh: "", en: "Look" }, fields: { ...fields, results: list } }) as Doc;
const proposed = (fields: Record<string, FieldDoc>) => proposal(drawn(fields), "results", KIND, book, "en");

describe("an inspection list that was dropped", () => {
  it("takes its rows from the limits of the material that is linked", () => {
    expect(proposed({ goods: { type: "link", to: "material" } })).toEqual({ rows: { from: "goods.specification.limits", fields: FIELDS } });
  });

  it("takes them from the material of a lot, whose forms it asks for first", () => {
    const fields = { batch: { type: "lot" } };
    expect(pathsToOpen(drawn(fields), book, "en")).toContain("batch.material.specification");
    expect(proposed(fields)).toEqual({ rows: { from: "batch.material.specification.limits", fields: FIELDS } });
  });

  it("takes them from a specification that is linked itself", () => {
    expect(proposed({ spec: { type: "link", to: "specification" } })).toEqual({ rows: { from: "spec.limits", fields: FIELDS } });
  });

  it("is left to the person where no list has limits", () => {
    expect(proposed({ supplier: { type: "link", to: "supplier" }, new_lot: { type: "lot", new: { rule: "A-{###}" } } })).toBeNull();
  });
});
