/** Answers expressions line by line for the differential tests: {records, env} first, then one text a line. */
import { createInterface } from "node:readline";
import {
  Dec,
  Day,
  ExprError,
  Instant,
  type Row,
  type Type,
  type Value,
  Zone,
  check,
  dec,
  envAt,
  evaluate,
  parse,
  parseDay,
  parseInstant,
} from "../../web/src/expr/index.ts";

function read(written: unknown): Value {
  if (Array.isArray(written)) return written.map(read);
  if (written && typeof written === "object") {
    return Object.fromEntries(Object.entries(written).map(([k, v]) => [k, k === "id" || k === "uid" ? v : read(v)]));
  }
  if (typeof written !== "string") return written as boolean | null;
  const text = written.slice(2);
  if (written[0] === "n") return dec(text);
  if (written[0] === "t") return text;
  return written[0] === "d" ? parseDay(text) : parseInstant(text, new Zone(0));
}

function write(value: Value): unknown {
  if (value instanceof Dec) return `n ${value}`;
  if (value instanceof Day) return `d ${value}`;
  if (value instanceof Instant) return `i ${value.us}`;
  return typeof value === "string" ? `t ${value}` : value;
}

let records: Row[] = [];
let types: Record<string, Type> = {};
const env = envAt("2026-11-22T16:00:00+08:00", 480, "u-1");

for await (const line of createInterface({ input: process.stdin })) {
  const given = JSON.parse(line) as { records: unknown[]; types: Record<string, Type> } | string;
  if (typeof given !== "string") {
    records = given.records.map(read) as Row[];
    types = given.types;
    continue;
  }
  try {
    const e = parse(given);
    const kind = check(e, (path) => types[path.join(".")] ?? null).kind;
    console.log(JSON.stringify({ text: e.text, kind, values: records.map((r) => write(evaluate(e, r, env))) }));
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    console.log(JSON.stringify({ mistakes: error.mistakes.map((m) => m.code) }));
  }
}
