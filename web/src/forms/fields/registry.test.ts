import { expect, test } from "vitest";
import types from "../model/field-types.json";
import { WIDGETS } from "./index.ts";

const COMPUTED = ["serial", "lookup", "expression", "verdict"];

test("every field type of the server has its widget", () => {
  const undrawn = types.filter((one) => one.holds && !(one.widget in WIDGETS) && !COMPUTED.includes(one.widget) && one.type !== "list").map((one) => one.widget);
  expect(undrawn).toEqual([]);
});
