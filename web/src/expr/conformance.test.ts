/** The cases the server runs too: src/suyuan/expr/conformance. */
import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type Env,
  type Row,
  type Type,
  type Value,
  check,
  dec,
  envAt,
  evaluate,
  Instant,
  Day,
  Dec,
  ExprError,
  ofTree,
  parse,
  parseDay,
  parseInstant,
  reads,
  show,
  treeOf,
  Zone,
} from "./index.ts";

const FOLDER = resolve(import.meta.dirname, "../../../src/suyuan/expr/conformance");

interface Case {
  text: string;
  result: unknown;
}

function load(name: string): never {
  return JSON.parse(readFileSync(resolve(FOLDER, name), "utf8")) as never;
}

function valueOf(written: unknown): Value {
  if (Array.isArray(written)) return written.map(valueOf);
  if (written && typeof written === "object") {
    return Object.fromEntries(
      Object.entries(written).map(([k, v]) => [k, k === "id" || k === "uid" ? (v as string) : valueOf(v)]),
    );
  }
  if (typeof written !== "string") return written as boolean | null;
  const text = written.slice(2);
  if (written[0] === "n") return dec(text);
  if (written[0] === "t") return text;
  return written[0] === "d" ? parseDay(text) : parseInstant(text, new Zone(0));
}

function plainly(value: Value): unknown {
  if (value instanceof Dec) return `n ${value}`;
  if (value instanceof Day) return `d ${value}`;
  if (value instanceof Instant) return `i ${value.toJSON()}`;
  if (Array.isArray(value)) return value.map(plainly);
  return typeof value === "string" ? `t ${value}` : value;
}

function typeOf(written: string): Type {
  if (written.startsWith("[")) return { kind: "list", of: typeOf(written.slice(1, -1)) };
  const [, kind, of] = /^(\w+)(?:\((\w+)\))?$/.exec(written)!;
  return kind === "link" ? { kind, form: of! } : { kind: kind! };
}

const record: { types: Record<string, string>; others: Record<string, Record<string, string>>; values: unknown; windows: unknown } = load("record.json");
const values = valueOf(record.values) as Row;
const env: Env = { ...envAt("2026-11-22T16:00:00+08:00", 480, "u-1"), windows: valueOf(record.windows) as Env["windows"] };
const scopeOf =
  (types: Record<string, string>) =>
  (path: string[]): Type | null => {
    const name = path.join(".");
    const found = Object.hasOwn(types, name) ? types[name] : undefined;
    return found ? typeOf(found) : null;
  };
const scope = scopeOf(record.types);
const others = (form: string) => (record.others[form] ? scopeOf(record.others[form]) : null);

const groups = readdirSync(FOLDER).filter((name) => name.endsWith(".json") && name !== "record.json");

describe.each(groups)("%s", (group) => {
  const { cases }: { cases: Case[] } = load(group);
  it.each(cases)("$text", ({ text, result }) => {
    const e = parse(text);
    check(e, scope, undefined, others);
    expect(plainly(evaluate(e, values, env))).toEqual(plainly(valueOf(result)));
    expect(parse(e.text).text).toBe(e.text);
    expect(ofTree(treeOf(e)).text).toBe(e.text);
  });
});

describe("labels", () => {
  it("resolve to keys and back", () => {
    const e = parse("ＩＦ（投料数量＞＝｛本次 报废｝，“合格”，“不，合格”）", { 投料数量: "fed", "本次 报废": "scrap" });
    expect(e.text).toBe('IF(fed >= scrap, "合格", "不，合格")');
    expect(show(e, { fed: "投料数量", scrap: "本次 报废" })).toBe('IF(投料数量 >= {本次 报废}, "合格", "不，合格")');
    expect([...reads(e)].sort()).toEqual(["fed", "scrap"]);
  });
});

describe("mistakes", () => {
  it("are told all at once with their places", () => {
    const codes = (text: string): [string, number][] => {
      try {
        check(parse(text), scope);
        return [];
      } catch (error) {
        return (error as ExprError).mistakes.map((m) => [m.code, m.at]);
      }
    };
    expect(codes('nothing + qty * "a" > ROUND() AND rows.q = 1')).toEqual([
      ["unknown_name", 0],
      ["wrong_type", 16],
      ["too_few", 22],
      ["list_here", 34],
    ]);
    expect(codes("1 < 2 < 3")).toEqual([["chained", 6]]);
    expect(codes("constructor")).toEqual([["unknown_name", 0]]);
    expect(codes("TOSTRING(1)")).toEqual([["unknown_function", 0]]);
    expect(codes("(".repeat(50))[0]?.[0]).toBe("too_deep");
    expect(codes('EXISTS("test", lot = 1)')).toEqual([["not_elsewhere", 0]]);
  });

  it("never reach what a name is inherited from", () => {
    expect(evaluate(parse("constructor"), {}, env)).toBe(null);
    expect(evaluate(parse("a.__proto__"), { a: { id: "x" } }, env)).toBe(null);
  });

  it("a value of another type is an error in words", () => {
    for (const text of ["qty + 1", "qty > 1", "ROUND(qty)", "SUM(qty, 1)", "LEN(qty) + 1"]) {
      const bad = { qty: text.startsWith("LEN") ? dec("1") : "twelve" } as Row;
      expect(() => evaluate(parse(text), bad, env)).toThrow(ExprError);
    }
  });
});

describe("time zones", () => {
  it("by name, also across a change of the clock", () => {
    const berlin = envAt("2026-03-29T12:00:00Z", "Europe/Berlin");
    const hour = (text: string): string => String(evaluate(parse(`HOUR(DATETIME("${text}"))`), {}, berlin));
    expect(hour("2026-03-29T00:30:00Z")).toBe("1");
    expect(hour("2026-03-29T01:30:00Z")).toBe("3");
    expect(String(berlin.today)).toBe("2026-03-29");
    const start = evaluate(parse('DATETIME("2026-03-30 00:00")'), {}, berlin);
    expect((start as Instant).toJSON()).toBe("2026-03-29T22:00:00Z");
  });
});
