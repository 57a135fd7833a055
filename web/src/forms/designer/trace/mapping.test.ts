import { describe, expect, it } from "vitest";
import { formOf } from "../../../api/index.ts";
import type { Book } from "../../condition/names.ts";
import type { Doc } from "../model/doc.ts";
import { fixed, fixesOf, mappingsOf, partOf, proposed, withEvent, withMappings } from "./mapping.ts";

const served = (form: string, role: string) => ({ ...formOf({ form, label: { zh: form, en: form }, fields: {} }), serves: { role } });
const forms: Record<string, ReturnType<typeof served>> = { supplier: served("supplier", "party"), location: served("location", "place"), material: served("material", "material") };
const book: Book = { form: (key) => forms[key], serving: (role) => Object.keys(forms).find((key) => forms[key]!.serves.role === role) };

const EMPTY: Doc = { form: "raw_receipt", label: "Receipt", fields: {} };
const FULL: Doc = {
  form: "raw_receipt",
  label: "Receipt",
  fields: {
    supplier: { type: "link", to: "supplier" },
    material: { type: "link", to: "material" },
    quantity: { type: "quantity", of: "material" },
    location: { type: "location" },
    at: { type: "datetime" },
    lot: { type: "lot", new: { rule: "RM-{###}" } },
  },
};

describe("the events of a form", () => {
  it("are proposed from its fields", () => {
    expect(proposed(FULL, book, "receive")).toEqual({ verb: "receive", when: "at", outputs: [{ lot: "lot", quantity: "quantity" }], where: "location", source: "supplier" });
  });

  it("are complete after one click on a form that has what they need", () => {
    const doc = withEvent(FULL, book, "receive");
    const mapping = mappingsOf(doc)[0]!;
    expect(fixesOf(doc, mapping, book)).toEqual([]);
    expect(doc.fields.lot?.new).toEqual({ rule: "RM-{###}", material: "material" });
  });

  it("bring lot, quantity and material along on an empty form", () => {
    const doc = withEvent(EMPTY, book, "receive");
    expect(Object.keys(doc.fields)).toEqual(["lot", "material", "quantity"]);
    const left = fixesOf(doc, mappingsOf(doc)[0]!, book);
    expect(left).toEqual([{ key: "place" }]);
    expect(mappingsOf(fixed(doc, book, 0, left[0]!))[0]?.where).toBe("location");
    expect(doc.fields.quantity).toMatchObject({ type: "quantity", of: "material" });
  });

  it("tell a new lot where it came from and its dates, by the names of the fields", () => {
    const doc = withEvent({ ...EMPTY, fields: { material: FULL.fields.material!, batch: { type: "text", label: { zh: "供应商批号", en: "" } }, best_before: { type: "date" } } }, book, "receive");
    expect(doc.fields.lot?.new).toMatchObject({ material: "material", supplier_lot: "batch", expires_on: "best_before" });
  });

  it("of production take every lot that goes in and make one", () => {
    const doc: Doc = {
      ...FULL,
      fields: {
        material: FULL.fields.material!,
        inputs: { type: "list", fields: { lot: { type: "lot" }, fed: { type: "quantity", of: "lot" } } },
        made: { type: "lot", new: { rule: "P-{###}", material: "material" } },
        amount: { type: "quantity", of: "made" },
      },
    };
    expect(proposed(doc, book, "transform")).toMatchObject({ inputs: [{ lot: "inputs.lot", quantity: "inputs.fed" }], outputs: [{ lot: "made", quantity: "amount" }] });
    const with_ = withEvent(doc, book, "transform");
    expect(partOf(with_, "inputs.lot")).toMatchObject([{ part: "inputs" }]);
    expect(partOf(with_, "amount")).toMatchObject([{ part: "quantity" }]);
  });

  it("of production on an empty form count what goes in and what comes out apart", () => {
    const mapping = mappingsOf(withEvent(EMPTY, book, "transform"))[0]!;
    expect(mapping.inputs).toEqual([{ lot: "lot", quantity: "quantity" }]);
    expect(mapping.outputs).toEqual([{ lot: "lot_2", quantity: "quantity_2" }]);
  });

  it("are mended one thing at a time", () => {
    const doc = withMappings({ ...EMPTY, fields: { lot: { type: "lot" } } }, [{ verb: "dispose", objects: [{ lot: "lot" }] }]);
    const fix = fixesOf(doc, mappingsOf(doc)[0]!, book)[0]!;
    expect(fix).toEqual({ key: "quantity", part: "objects", at: 0 });
    const mended = fixed(doc, book, 0, fix);
    expect(mended.fields.quantity).toMatchObject({ type: "quantity", of: "lot" });
    expect(fixesOf(mended, mappingsOf(mended)[0]!, book)).toEqual([]);
  });

  it("are read whether one stands alone or in a list", () => {
    expect(mappingsOf({ ...EMPTY, trace: { verb: "ship", objects: { lot: "lot" } } })).toEqual([{ verb: "ship", objects: [{ lot: "lot" }] }]);
  });
});
