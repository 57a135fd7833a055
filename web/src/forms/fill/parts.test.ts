import { expect, test } from "vitest";
import { formOf, type SectionDef } from "../../api/index.ts";
import { pagesOf, partsOf } from "./parts.ts";

const label = { zh: "x", en: "x" };
const field = (key: string) => ({ key });
const form = (sections: Partial<SectionDef>[]) => formOf({ form: "f", label, fields: {}, sections: sections.map((one) => ({ label, fields: [], ...one })) });

test("sections before the first tab stand above, those after it in it, fields of no section below", () => {
  const definition = form([{ fields: ["a"] }, { fields: ["b"], tab: true }, { fields: ["c"] }, { fields: ["d"], tab: true }]);
  const pages = pagesOf(partsOf(definition, ["a", "b", "c", "d", "e"].map(field)));
  const keys = (parts: { fields: { key: string }[] }[]) => parts.map((part) => part.fields.map((one) => one.key).join());
  expect(keys(pages.above)).toEqual(["a"]);
  expect(pages.tabs.map(keys)).toEqual([["b", "c"], ["d"]]);
  expect(keys(pages.below)).toEqual(["e"]);
});

test("without tabs everything is one page, in the sections' order", () => {
  const pages = pagesOf(partsOf(form([{ fields: ["b", "gone", "a"] }]), ["a", "b", "c"].map(field)));
  expect(pages.tabs).toEqual([]);
  expect(pages.above.map((part) => part.fields.map((one) => one.key))).toEqual([["b", "a"], ["c"]]);
});
