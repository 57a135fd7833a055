import { expect, test } from "vitest";
import { headKeys } from "./useProposal.ts";
import { Burst } from "../scan/wedge.ts";

test("a proposal is asked for again when what it reads of the record changes, not for what it reads of its own rows", () => {
  const proposal = { from: "work_order.recipe.items", fields: { needed: "row.quantity * this.times", note: 'IF(line = "a", row.note, other)' }, where: "NOT(row.spare) AND EXISTS(\"test\", lot = this.batch)" };
  expect(headKeys(proposal, new Set(["work_order", "times", "line", "batch"])).sort()).toEqual(["batch", "line", "times", "work_order"]);
});

test("a scanner's burst begins anew after a pause, wherever it types", () => {
  const burst = new Burst();
  expect(burst.empty(0)).toBe(true);
  for (const [at, key] of [..."RM-261"].entries()) expect(burst.key(key, at * 5)).toBeNull();
  expect(burst.empty(31)).toBe(false);
  expect(burst.empty(500)).toBe(true);
  expect(burst.key("Enter", 40)).toBe("RM-261");
});
