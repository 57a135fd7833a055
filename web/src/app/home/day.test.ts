import { describe, expect, it } from "vitest";
import { allOf, type DayList, placeOf, thenOf, toneOf } from "./day.ts";

const list = (more: Partial<DayList>): DayList => ({
  key: "running",
  label: { zh: "顺序", en: "Order" },
  hint: null,
  tone: "red",
  face: "list",
  empty: null,
  then: { form: "feeding", label: { zh: "投料", en: "Feed" } },
  count: 1,
  more: false,
  rows: [],
  stage: null,
  all: { form: "work_order", where: 'status = "released" AND x > 1', sort: "due,no" },
  ...more,
});

describe("my day", () => {
  it("leads to the same records in their list", () => {
    const at = new URL(allOf(list({})), "http://x");
    expect(at.pathname).toBe("/f/work_order");
    expect(Object.fromEntries(at.searchParams)).toEqual({ w: 'status = "released" AND x > 1', sort: "due,no" });
    expect(allOf(list({ all: { lots: true, status: "held" } }))).toBe("/lots?status=held");
    expect(allOf(list({ all: { lots: true, status: null } }))).toBe("/lots");
  });

  it("opens what follows with the row's values, and the row itself", () => {
    const row = { title: "WO-1", facts: [], fill: { work_order: "a b" }, id: "7" };
    expect(thenOf(list({}), row)).toBe("/f/feeding/new?work_order=a+b");
    expect(thenOf(list({ then: null }), row)).toBeNull();
    expect(placeOf(list({}), row)).toBe("/f/work_order/7");
    expect(placeOf(list({}), { title: "x", facts: [], fill: {}, lot: "RM 1" })).toBe("/lot?code=RM+1");
  });

  it("calls for somebody only when something is there", () => {
    expect(toneOf(list({}))).toBe("red");
    expect(toneOf(list({ count: 0 }))).toBe("grey");
    expect(toneOf(list({ tone: "normal" }))).toBe("grey");
  });
});
