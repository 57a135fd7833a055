/** The cases that the server runs too: tests/forms/conformance/linkage.json. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it, test } from "vitest";
import { formOf } from "../../api/index.ts";
import { envAt } from "../../expr/index.ts";
import { Engine, type Flags, type Snapshot, type Values } from "./engine.ts";
import { LinkedRecords } from "./linked.ts";
import { pathOf, placeOf } from "./path.ts";
import { programOf } from "./program.ts";

type Case = { say: string; given: Values; flags: Record<string, string>; values: Values; offered?: Record<string, string[]> };
type Form = { fields: Record<string, unknown>; sections?: unknown[]; linkage?: unknown[] };

const FILE = resolve(import.meta.dirname, "../../../../tests/forms/conformance/linkage.json");
const GROUPS = JSON.parse(readFileSync(FILE, "utf8")) as { form: Form; cases: Case[] }[];
const ENV = envAt("2026-11-22T06:30:00Z", "Asia/Shanghai", "u1");
const LINKS = new LinkedRecords({ record: () => Promise.resolve(null), lot: () => Promise.resolve(null) }, () => undefined);
const all = (): boolean => true;

function engineOf(form: Form): Engine {
  return new Engine(programOf(formOf({ form: "case", label: { zh: "x", en: "x" }, ...form })), LINKS);
}

function run(engine: Engine, given: Values, old: Values | null = null): Snapshot {
  return engine.run({ given, old, env: ENV, self: null, answer: null, writable: all });
}

function eachFlags(shot: Snapshot): [string, Flags][] {
  const rows = Object.entries(shot.lists).flatMap(([field, views]) =>
    views.flatMap((view, row) => Object.entries(view.flags).map(([cell, flags]): [string, Flags] => [pathOf({ field, row, cell }), flags])),
  );
  return [...Object.entries(shot.top.flags), ...rows];
}

function told(flags: Flags): string {
  return [flags.hidden ? "hidden" : "", flags.required ? "required" : "", flags.readonly ? "readonly" : ""].filter(Boolean).join(" ");
}

function valueAt(shot: Snapshot, path: string): unknown {
  const place = placeOf(path);
  if (place.row === undefined) return shot.top.values[place.field];
  return shot.lists[place.field]?.[place.row]?.values[place.cell ?? ""];
}

describe.each(GROUPS)("linkage", ({ form, cases }) => {
  const computed = new Set(Object.entries(form.fields).filter(([, field]) => (field as { type: string }).type === "expression").map(([key]) => key));
  it.each(cases)("$say", ({ given, flags, values, offered }) => {
    const shot = run(engineOf(form), given);
    const found = eachFlags(shot).filter(([path]) => !computed.has(path));
    expect(Object.fromEntries(found.map(([path, one]) => [path, told(one)]).filter(([, words]) => words))).toEqual(flags);
    for (const [path, value] of Object.entries(values)) expect([path, valueAt(shot, path)]).toEqual([path, value]);
    expect(Object.fromEntries(found.filter(([, one]) => one.offered).map(([path, one]) => [path, one.offered]))).toMatchObject(offered ?? {});
  });
});

test("what was chosen before a record is amended may stay, whatever is offered now", () => {
  const form: Form = {
    fields: { kind: { type: "text" }, grade: { type: "choice", options: [{ key: "a" }, { key: "b" }, { key: "c" }] } },
    linkage: [{ when: 'kind = "x"', filter: { grade: 'option = "a"' } }],
  };
  expect(run(engineOf(form), { kind: "x" }).top.flags.grade?.offered).toEqual(["a"]);
  expect(run(engineOf(form), { kind: "x" }, { kind: "y", grade: "c" }).top.flags.grade?.offered).toEqual(["a", "c"]);
});

test("a locked field goes back to what it was, and keeps what was typed for when it is open again", () => {
  const form: Form = { fields: { shut: { type: "bool" }, n: { type: "number", default: "1" } }, linkage: [{ when: "shut", lock: ["n"] }] };
  const engine = engineOf(form);
  const n = (given: Values, old: Values | null = null) => run(engine, given, old).top.values.n;
  expect([n({ n: "5" }), n({ n: "5", shut: true }), n({ n: "5", shut: false })]).toEqual(["5", "1", "5"]);
  expect(n({ n: "5", shut: true }, { n: "3", shut: false })).toBe("3");
});

/** A small generator that gives the same numbers every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const POOL: Record<string, unknown[]> = {
  kind: ["raw", "pack", "other", null],
  cold: [true, false, null],
  temp: ["-20", "3.5", "5", ""],
  fee: ["7", "", "12"],
  why: ["ice", ""],
  note: ["n", null],
  grade: ["a", "c"],
  tags: [["x"], ["x", "y"], null],
  strict: [true, false],
  base: ["0", "2", null],
  later: ["l", ""],
  item: ["i", ""],
  n: ["1", "12", ""],
  extra: ["e", ""],
  total: ["4", ""],
  pick: ["s", "l", null],
  need: [true, false],
  a: ["x", ""],
  b: ["1", "2", ""],
  c: ["c"],
};

test.each(GROUPS.map((group, at) => [at, group.form] as const))("form %i: keeping what was computed gives what computing afresh gives", (_, form) => {
  const next = numbers(7);
  const kept = engineOf(form);
  let given: Values = {};
  const pick = (key: string): unknown => POOL[key]?.[next(POOL[key].length)] ?? null;
  for (let turn = 0; turn < 300; turn++) {
    const keys = Object.keys(form.fields).filter((key) => key in POOL || key === "rows");
    const key = keys[next(keys.length)] ?? "";
    if (key !== "rows") given = { ...given, [key]: pick(key) };
    else {
      const rows = [...((given.rows as Values[] | undefined) ?? [])];
      const at = next(rows.length + 1);
      const cell = ["item", "n", "extra", "total", "pick"][next(5)] ?? "";
      if (next(8) === 0) rows.splice(at, 1);
      else rows[at] = { _k: `r${turn}`, ...rows[at], [cell]: pick(cell) };
      given = { ...given, rows };
    }
    const shot = run(kept, given);
    expect(shot).toEqual(run(engineOf(form), given));
  }
});
