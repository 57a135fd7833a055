import { expect, test } from "vitest";
import type { Flags, View } from "./engine.ts";
import type { ReadyField } from "./preset.ts";
import { quickFields } from "./quick.ts";

const FREE: Flags = { hidden: false, required: false, readonly: false, pending: false, uom: "", uoms: [] };
const field = (key: string, type: string, more: object = {}): ReadyField => ({ key, type, widget: type, label: { zh: key, en: key }, ...more }) as ReadyField;
const FIELDS = [field("lot", "lot"), field("material", "link"), field("need", "quantity"), field("fed", "quantity"), field("x", "number"), field("why", "text"), field("loss", "number", { default: "5" })];
const view = (flags: Record<string, Partial<Flags>> = {}): View =>
  ({ key: "a", filled: true, values: {}, flags: Object.fromEntries(FIELDS.map((one) => [one.key, { ...FREE, ...flags[one.key] }])) }) as unknown as View;
const list = (rows?: object): ReadyField => field("inputs", "list", { fields: FIELDS, rows });
const ROWS = { from: "order.items", fields: { material: "row.m", need: "row.n" }, lots: { lot: "lot", quantity: "fed" } };
const keys = (of: ReadyField, at: View): string[] => quickFields(of, at).map((one) => one.key);

test("A proposed row asks on its card for the quantity and the numbers that the proposal leaves open", () => {
  expect(keys(list(ROWS), view())).toEqual(["fed", "x"]);
});

test("A reason is asked for on the card as soon as it is needed; what is hidden or fixed is not", () => {
  expect(keys(list(ROWS), view({ why: { required: true }, x: { hidden: true } }))).toEqual(["fed", "why"]);
  expect(keys(list(ROWS), view({ fed: { readonly: true } }))).toEqual(["x"]);
});

test("Rows that nobody proposes open as a sheet", () => {
  expect(keys(list(), view())).toEqual([]);
});
