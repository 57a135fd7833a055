import { describe, expect, it } from "vitest";
import { type Clause, conditionOf, conditionText, EMPTY, partsOf, wholeText, type Group, type Item, type Op, type Operand } from "./condition.ts";
import { wayOf, withOp } from "./operators.ts";

/** A small generator of numbers, the same for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const OPS: Op[] = ["=", "<>", "<", "<=", ">", ">=", "between", "contains", "not_contains", "in", "not_in", "under", "blank", "not_blank", "yes", "no", "false"];

function operand(roll: (sides: number) => number): Operand {
  const made: Operand[] = [
    { kind: "number", value: ["0", "12.5", "-3", "0.001", "100000"][roll(5)]! },
    { kind: "text", value: ["approved", "说“好”", 'with "quotes"', "a AND b", "供应商"][roll(5)]! },
    { kind: "date", value: ["2026-11-30", "2024-02-29", "1999-01-01"][roll(3)]! },
    { kind: "field", path: ["quantity", "supplier.approval", "this.material"][roll(3)]! },
    { kind: "today", days: [0, 7, -30][roll(3)]! },
    { kind: "me" },
  ];
  return made[roll(made.length)]!;
}

function clause(roll: (sides: number) => number): Clause {
  const op = OPS[roll(OPS.length)]!;
  const count = op === "between" ? 2 : ["blank", "not_blank", "yes", "no", "false"].includes(op) ? 0 : op.endsWith("in") ? 1 + roll(3) : 1;
  const path = ["a", "b.c", "inputs.lot.status"][roll(3)]!;
  if (op === "under") return { path, op, values: [{ kind: "text", value: ["meat", "meat/beef", 'a"b'][roll(3)]! }] };
  return { path, op, values: Array.from({ length: count }, () => operand(roll)), ...(roll(2) ? { moment: true as const } : {}) };
}

function group(roll: (sides: number) => number, depth: number): Group {
  const count = 1 + roll(3);
  const items: Item[] = Array.from({ length: count }, () => (depth > 0 && roll(3) === 0 ? group(roll, depth - 1) : clause(roll)));
  return { join: roll(2) ? "AND" : "OR", items };
}

describe("a condition as rows", () => {
  it("comes back from its text as the same condition, however it is nested", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const text = conditionText(group(dice(seed), 3));
      const back = conditionOf(text);
      expect(back, text).not.toBeNull();
      expect(conditionText(back!), text).toBe(text);
    }
  });

  it("keeps every row of a flat group", () => {
    const given: Group = {
      join: "OR",
      items: [
        { path: "supplier.approval", op: "=", values: [{ kind: "text", value: "approved" }] },
        { path: "quantity", op: "between", values: [{ kind: "number", value: "1" }, { kind: "number", value: "2" }] },
        { path: "received_at", op: ">=", values: [{ kind: "today", days: -7 }] },
      ],
    };
    expect(conditionText(given)).toBe('supplier.approval = "approved" OR quantity >= 1 AND quantity <= 2 OR received_at >= DATEADD(TODAY(), -7)');
    expect(conditionOf(conditionText(given))).toEqual(given);
  });

  it("reads what packs write", () => {
    expect(conditionOf('kind IN ("raw", "additive")')?.items[0]).toMatchObject({ path: "kind", op: "in" });
    expect(conditionOf("is_current AND material = this.lot.material")?.items).toMatchObject([{ op: "yes" }, { op: "=", values: [{ kind: "field", path: "this.lot.material" }] }]);
    expect(conditionOf("5 < quantity")?.items[0]).toMatchObject({ path: "quantity", op: ">" });
  });

  it("leaves what rows cannot show to the formula", () => {
    for (const text of ["quantity * 2 > 5", "ANY(inputs.lot.status = \"held\")", "NOT (a = 1 OR b = 2)", "a = b + 1", "a ="]) expect(conditionOf(text), text).toBeNull();
  });

  it("writes nothing for rows that miss something", () => {
    expect(conditionText({ join: "AND", items: [{ path: "", op: "=", values: [] }, { path: "a", op: "=", values: [{ kind: "number", value: "" }] }] })).toBe("");
  });

  it("reads ranges of days wherever they stand among others, moments to the end of the last day", () => {
    const texts = [
      "produced_on >= DATE(2026, 11, 1) AND produced_on <= DATE(2026, 11, 30)",
      "received_at < DATEADD(DATE(2026, 11, 30), 1)",
      "received_at >= TODAY() AND received_at < DATEADD(TODAY(), 1)",
      "received_at >= DATEADD(TODAY(), -7) AND received_at < DATEADD(TODAY(), 1)",
      "produced_on >= TODAY() AND produced_on <= DATEADD(TODAY(), 30)",
      "received_at >= DATE(2026, 11, 1) AND received_at < DATEADD(DATE(2026, 11, 30), 1)",
    ];
    const whole = ["ok = FALSE", ...texts, 'kind = "raw"'].join(" AND ");
    const rows = conditionOf(whole)!.items as Clause[];
    expect(rows.map((row) => [row.op, row.moment ?? false])).toEqual([
      ["false", false], ["between", false], ["<=", true], ["between", true], ["between", true], ["between", false], ["between", true], ["=", false],
    ]);
    expect(rows.slice(1, 7).map(wayOf)).toEqual(["between", "<=", "today", "last", "next", "between"]);
    expect(conditionText(conditionOf(whole)!)).toBe(whole);
  });

  it("reads a branch of a tree with what is below it", () => {
    const text = 'part = "meat/beef" OR LEFT(part, 10) = "meat/beef/"';
    expect(conditionOf(text)?.items).toEqual([{ path: "part", op: "under", values: [{ kind: "text", value: "meat/beef" }] }]);
    expect(conditionOf('part = "meat" OR LEFT(part, 4) = "meat/"')).toBeNull();
  });

  it("shows what rows can beside a rest as text; together they mean the same", () => {
    const found = partsOf('kind = "raw" AND quantity * 2 > 5 AND (a = 1 OR b = 2)');
    expect(found.group.items).toMatchObject([{ path: "kind" }, { join: "OR" }]);
    expect(found.rest).toBe("quantity * 2 > 5");
    expect(wholeText(found)).toBe('kind = "raw" AND (a = 1 OR b = 2) AND quantity * 2 > 5');
    expect(wholeText({ group: EMPTY, rest: "a * 2 > 1 OR b" })).toBe("a * 2 > 1 OR b");
    expect(wholeText({ ...found, rest: "a * 2 > 1 OR b" })).toBe('kind = "raw" AND (a = 1 OR b = 2) AND (a * 2 > 1 OR b)');
    expect(partsOf("a = 1 OR b = 2").group.join).toBe("OR");
  });

  it("changes a comparison and keeps what still fits", () => {
    const days = withOp({ path: "at", op: "between", values: [] }, "last", "datetime");
    expect(conditionText({ join: "AND", items: [days] })).toBe("at >= DATEADD(TODAY(), -7) AND at < DATEADD(TODAY(), 1)");
    expect(conditionText({ join: "AND", items: [withOp(days, "between", "datetime")] })).toBe("");
    expect(withOp({ path: "n", op: ">", values: [{ kind: "number", value: "3" }] }, "<=", "number")).toEqual({ path: "n", op: "<=", values: [{ kind: "number", value: "3" }] });
  });
});
