import { expect, test } from "vitest";
import { formOf } from "../../api/index.ts";
import { type Condition, packed, unpacked, whereOf } from "./condition.ts";
import { conditionsOf, partsOf, readable } from "./reading.ts";

const form = formOf({
  form: "raw_receipt",
  fields: {
    no: { type: "serial" },
    supplier: { type: "link", to: "supplier" },
    quantity: { type: "quantity", of: "material" },
    kind: { type: "choice", options: [{ key: "raw", label: { zh: "原料", en: "Raw" } }] },
    produced_on: { type: "date" },
    received_at: { type: "datetime" },
    lot: { type: "lot" },
    receiver: { type: "person" },
    ok: { type: "bool" },
    start: { type: "time" },
    part: { type: "tree", branches: [] },
    birds: { type: "catch_weight", uom: "kg" },
    story: { type: "rich_text" },
    inputs: { type: "list", fields: { lot: { type: "lot" } } },
  },
});

const one = (field: string, op: string, ...values: string[]): Condition => ({ field, op, values });

test("each kind of field gives its own clause", () => {
  expect(whereOf(form, [one("no", "contains", 'RR-"26"')])).toBe('CONTAINS(no, "RR-""26""")');
  expect(whereOf(form, [one("lot", "is", "RM-1")])).toBe('lot.code = "RM-1"');
  expect(whereOf(form, [one("quantity", "between", "1", "2.5")])).toBe("quantity >= 1 AND quantity <= 2.5");
  expect(whereOf(form, [one("start", "between", "08:00", "")])).toBe('start >= "08:00"');
  expect(whereOf(form, [one("start", "ge", "8")])).toBe("");
  expect(whereOf(form, [one("part", "under", "meat/beef")])).toBe('(part = "meat/beef" OR LEFT(part, 10) = "meat/beef/")');
  expect(whereOf(form, [one("birds", "gt", "2")])).toBe("birds > 2");
  expect(whereOf(form, [one("story", "contains", "刀")])).toBe('CONTAINS(story, "刀")');
  expect(whereOf(form, [one("kind", "in", "raw", "wip")])).toBe('IN(kind, "raw", "wip")');
  expect(whereOf(form, [one("produced_on", "between", "2026-11-01", "2026-11-30")])).toBe(
    "produced_on >= DATE(2026, 11, 1) AND produced_on <= DATE(2026, 11, 30)",
  );
  expect(whereOf(form, [one("received_at", "between", "", "2026-11-30")])).toBe("received_at < DATEADD(DATE(2026, 11, 30), 1)");
  expect(whereOf(form, [one("receiver", "me"), one("ok", "no")])).toBe("receiver = CURRENT_USER() AND ok = FALSE");
});

test("a condition that is not whole, or of an unknown field, asks nothing", () => {
  expect(whereOf(form, [one("quantity", "ge", "12a"), one("quantity", "ge", ""), one("gone", "is", "1"), one("inputs", "is", "1")])).toBe("");
});

test("free text stands in brackets beside conditions", () => {
  expect(whereOf(form, [one("ok", "yes")], "quantity > 1 OR quantity < 0")).toBe("ok = TRUE AND (quantity > 1 OR quantity < 0)");
});

test("a saved view comes back as the conditions it was made of", () => {
  const conditions = [
    one("no", "contains", "AND (x"),
    one("supplier", "is", "01931f00-0000-7000-8000-000000000001"),
    one("kind", "not_in", "raw", "wip"),
    one("quantity", "ge", "-2.5"),
    one("lot", "contains", "RM"),
    one("receiver", "me"),
    one("ok", "yes"),
    one("produced_on", "between", "2026-11-01", "2026-11-30"),
    one("received_at", "between", "", "2026-11-30"),
    one("received_at", "today"),
    one("received_at", "last", "7"),
    one("produced_on", "next", "30"),
    one("produced_on", "between", "2026-02-03", ""),
    one("produced_on", "blank"),
  ];
  expect(conditionsOf(form, whereOf(form, conditions))).toEqual({ conditions, rest: "" });
});

test("what the filter bar cannot show stays as text and keeps its meaning", () => {
  const where = 'received_at >= TODAY() AND kind = "raw" AND (quantity > 1 OR ok = TRUE)';
  const found = conditionsOf(form, where);
  expect(found.conditions).toEqual([one("kind", "in", "raw")]);
  expect(found.rest).toBe("received_at >= TODAY() AND (quantity > 1 OR ok = TRUE)");
});

test("what stays as text is told with the fields' labels", () => {
  const labelled = formOf({ form: "x", fields: { received_at: { type: "datetime", label: { zh: "到货时间", en: "Received" } } } });
  expect(readable(labelled, 'received_at >= TODAY() AND no <> "received_at AND"', "zh")).toBe('到货时间 ≥ 今天 且 no ≠ "received_at AND"');
});

test("AND inside quotes or brackets does not part", () => {
  expect(partsOf('a = "x AND y" AND (b OR c AND d)')).toEqual(['a = "x AND y"', "(b OR c AND d)"]);
});

test("conditions travel in the address; a mangled address is ignored", () => {
  const conditions = [one("no", "contains", "a&b=c"), one("ok", "yes")];
  expect(unpacked(packed(conditions))).toEqual(conditions);
  for (const text of ["{", "[1]", '[["a"]]', '{"a":1}', undefined]) expect(unpacked(text)).toEqual([]);
});
