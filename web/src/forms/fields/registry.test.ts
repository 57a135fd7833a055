import { expect, test } from "vitest";
import types from "../model/field-types.json";
import { FIELD_ICONS } from "./FieldIcon.tsx";
import { WIDGETS } from "./index.ts";

const COMPUTED = ["serial", "lookup", "expression", "verdict"];

test("every field type of the server has its sign and its widget", () => {
  const unsigned = types.filter((one) => !(one.icon in FIELD_ICONS)).map((one) => one.icon);
  const undrawn = types.filter((one) => one.holds && !(one.widget in WIDGETS) && !COMPUTED.includes(one.widget) && one.type !== "list").map((one) => one.widget);
  expect(unsigned).toEqual([]);
  expect(undrawn).toEqual([]);
});
