import { expect, test } from "vitest";
import { type FormInfo, formOf } from "../../api/index.ts";
import { askedFields, columnsOf, nextSort, usualKeys } from "./columns.ts";

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
