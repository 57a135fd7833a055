import { expect, test } from "vitest";
import { type FormInfo, formOf, type RecordData } from "../../api/index.ts";
import { askedFields, columnsOf, naturalWidth, nextSort, templateOf, usualKeys } from "./columns.ts";

const form: FormInfo = {
  key: "feeding",
  version: 1,
  state: "published",
  revision: 1,
  may: ["read"],
  readable: ["no", "good", "inputs", "note"],
  writable: [],
  definition: formOf({
    form: "feeding",
    fields: {
      no: { type: "serial" },
      good: { type: "quantity" },
      inputs: { type: "list", fields: {} },
      note: { type: "text", long: true },
      price: { type: "money" },
    },
  }),
};

test("usual columns are those that read well in a row and may be read", () => {
  expect(usualKeys(form)).toEqual(["no", "good"]);
});

test("what the title is made of is always among the usual columns, a conditional quantity need not be", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const wide = formOf({
    form: "receipt",
    title: "{no} · {material}",
    fields: {
      no: { type: "serial" },
      ...Object.fromEntries(names.map((key) => [key, { type: "link" }])),
      material: { type: "link" },
      pieces: { type: "quantity", visible_when: "material.catch_weight" },
    },
  });
  const keys = usualKeys({ ...form, definition: wide, readable: ["no", ...names, "material", "pieces"] });
  expect(keys).toContain("material");
  expect(keys).not.toContain("pieces");
});

test("a column takes room by its values, and a width that a person set stays", () => {
  const fields = { name: { type: "text" }, code: { type: "text" } };
  const shown: FormInfo = { ...form, readable: ["name", "code"], definition: formOf({ form: "material", fields }) };
  const columns = columnsOf(shown, ["code", "name"]);
  const records = [{ fields: { code: "EGG", name: "猪肉白菜水饺 Pork dumplings" }, created_at: "", state: "submitted" }] as unknown as RecordData[];
  const [code, name] = columns.map((column) => naturalWidth(column, "", records, "zh"));
  expect(name).toBeGreaterThan(200);
  expect(code).toBeLessThan(90);
  expect(templateOf(columnsOf(shown, ["code", "name"], { code: 120 }), () => 200)).toBe("120px minmax(140px, 200fr)");
});

test("chosen columns keep their order; what may not be read is not there", () => {
  const columns = columnsOf(form, ["note", "price", "no", "created_at", "gone"]);
  expect(columns.map((column) => column.key)).toEqual(["note", "no", "created_at"]);
  expect(askedFields(columns)).toBe("note,no");
});

test("a header sorts up, then down, then not at all", () => {
  expect(nextSort("", "no")).toBe("no");
  expect(nextSort("no", "no")).toBe("-no");
  expect(nextSort("-no", "no")).toBe("");
  expect(nextSort("-good", "no")).toBe("no");
});
