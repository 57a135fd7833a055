import { expect, test } from "vitest";
import { formOf, type SectionDef } from "../../api/index.ts";
import type { Program } from "../model/program.ts";
import { meant } from "../fields/tools.ts";
import { pagesOf, partsOf } from "./parts.ts";
import { placeName } from "./state.ts";

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

test("a place is named as the person reads it: the field, or the list's row and column", () => {
  const fields = [{ key: "lot", label: { zh: "批次", en: "Lot" } }, { key: "inputs", label: { zh: "投入", en: "Inputs" }, fields: [{ key: "fed", label: { zh: "实投", en: "Fed" } }] }];
  const named = (path: string) => placeName({ fields } as unknown as Program, path, (given) => given.en ?? "");
  expect(["lot", "inputs", "inputs[2].fed", "inputs[0]"].map(named)).toEqual(["Lot", "Inputs", "Inputs 3 · Fed", "Inputs 1"]);
});

test("a scanned code means what goes by it, then what is called so, then the only one found", () => {
  const flour = { id: "1", title: "Flour", exact: true };
  const rye = { id: "2", title: "Rye flour" };
  const spelt = { id: "3", title: "06901234500011" };
  expect(meant([rye, flour], "06901234500011")).toBe(flour);
  expect(meant([flour, spelt], "06901234500011")).toBe(flour);
  expect(meant([rye, spelt], "06901234500011")).toBe(spelt);
  expect(meant([rye], "rye")).toBe(rye);
  expect(meant([rye, { id: "4", title: "Barley" }], "r")).toBeUndefined();
  expect(meant([flour, { ...rye, exact: true }], "F")).toBeUndefined();
});
