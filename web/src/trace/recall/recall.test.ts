import { describe, expect, it } from "vitest";
import type { RecordData } from "../../api/index.ts";
import { accountsOf } from "./accounts.ts";
import { type CallRow, elapsed, type OneCase } from "./data.ts";

const call = (changes: Partial<CallRow>): CallRow => ({
  id: "1", customer: { id: "c", title: "North" }, shipped: "40.000", uom: "kg", called_at: null, spoke_to: null, still_there: null, sold: null, note: null, ...changes,
});

function recall(calls: CallRow[]): OneCase {
  const total = { uom: "kg", affected: "100", on_hand: "55", shipped: "45", returned: "5", out: "40", lost: "5" };
  const scope = { triggers: ["R-1"], totals: [total], lots: [], places: [], customers: [], blocked: 0 };
  return { case: { fields: { calls } } as unknown as RecordData, steps: {} as OneCase["steps"], scope, free: {} };
}

const parts = (calls: CallRow[]): Record<string, number> => Object.fromEntries(accountsOf(recall(calls)).parts.map(({ name, value }) => [name, value]));

describe("where everything affected is", () => {
  it("counts what left and nobody told of as unaccounted", () => {
    expect(parts([])).toEqual({ on_hand: 55, lost: 5, still: 0, sold: 0, unknown: 40 });
  });

  it("believes customers once they were called, in the unit of the sum", () => {
    const calls = [call({ called_at: "2026-11-22T08:00:00Z", still_there: "12.5", sold: "7.5" }), call({ still_there: "99" }), call({ called_at: "2026-11-22T08:00:00Z", uom: "pcs", sold: "9" })];
    expect(parts(calls)).toEqual({ on_hand: 55, lost: 5, still: 12.5, sold: 7.5, unknown: 20 });
  });

  it("adds up to the whole", () => {
    const found = accountsOf(recall([call({ called_at: "2026-11-22T08:00:00Z", still_there: "40" })]));
    expect(found.parts.reduce((sum, { value }) => sum + value, 0)).toBe(found.whole);
  });
});

describe("the clock", () => {
  it("shows minutes and seconds, then hours", () => {
    expect(elapsed("2026-11-22T08:00:00Z", new Date("2026-11-22T08:02:05Z"))).toBe("02:05");
    expect(elapsed("2026-11-22T08:00:00Z", new Date("2026-11-22T11:02:05Z"))).toBe("3:02:05");
    expect(elapsed("2026-11-22T08:00:00Z", new Date("2026-11-22T07:59:00Z"))).toBe("00:00");
  });
});
