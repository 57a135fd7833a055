/** The functions, as `signatures.json` (written by the server's own list) declares them. */
import {
  Dec,
  ZERO,
  add,
  compare,
  dec,
  divide,
  fixed,
  int,
  mod,
  multiply,
  plain,
  rounded,
  small,
  subtract,
  ten,
  toFixed,
} from "./decimal.ts";
import { wrong } from "./node.ts";
import { samplingPlan } from "./sampling.ts";
import {
  Day,
  Instant,
  type Zone,
  civil,
  day,
  monthDays,
  pad,
  parseDay,
  parseInstant,
  shiftDay,
  shiftInstant,
  shiftMonths,
  weekday,
} from "./time.ts";

/** A linked record or a row: its fields by key; a link is equal to another by `id`. */
export interface Row {
  readonly [key: string]: Value | undefined;
}
export type Value = Dec | string | boolean | Day | Instant | Row | Value[] | null;

/** What an evaluation may know besides the values. */
export interface Env {
  now: Instant;
  today: Day;
  zone: Zone;
  user: string | null;
  windows: Record<string, Value>;
}

type Run = (env: Env, ...args: never[]) => Value;
type Any = Value | undefined;

export function isRow(v: Any): v is Row {
  return typeof v === "object" && v !== null && Object.getPrototypeOf(v) === Object.prototype;
}

/** An own field of a row; never anything inherited. */
export function fieldOf(row: Row, key: string): Value {
  return Object.hasOwn(row, key) ? (row[key] ?? null) : null;
}

/** Null-safe equality; links by their ids, and to text by their public id. */
export function same(a: Value, b: Value): boolean {
  if (a === null || b === null) return a === b;
  if (isRow(a) || isRow(b)) {
    if (isRow(a) && isRow(b)) return fieldOf(a, "id") === fieldOf(b, "id");
    const [link, text] = isRow(a) ? [a, b] : [b as Row, a];
    return typeof text === "string" && (fieldOf(link, "uid") ?? fieldOf(link, "id")) === text;
  }
  if (a instanceof Dec && b instanceof Dec) return compare(a, b) === 0;
  if (a instanceof Day && b instanceof Day) return a.n === b.n;
  if (a instanceof Instant && b instanceof Instant) return a.us === b.us;
  return a === b;
}

/** Below 0, 0 or above; texts by code point, a day against an instant is its first moment. */
export function order(env: Env, a: Value, b: Value): number {
  if (a instanceof Dec && b instanceof Dec) return compare(a, b);
  if (typeof a === "string" && typeof b === "string") return byCode(a, b);
  if (a instanceof Day && b instanceof Day) return a.n - b.n;
  const [x, y] = [a, b].map((v) => (v instanceof Day ? env.zone.start(v) : v));
  if (x instanceof Instant && y instanceof Instant) return x.us < y.us ? -1 : x.us > y.us ? 1 : 0;
  throw wrong("wrong_value");
}

function byCode(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  for (let i = 0; i < x.length && i < y.length; i++) {
    if (x[i] !== y[i]) return x[i]!.codePointAt(0)! - y[i]!.codePointAt(0)!;
  }
  return x.length - y.length;
}

function* filled(values: Value[]): Generator<Exclude<Value, null>> {
  let left = 10_000;
  for (const value of values) {
    const items = Array.isArray(value) ? value : [value];
    left -= items.length;
    if (left < 0) throw wrong("too_much", 0, 0, { limit: 10_000 });
    for (const item of items) if (item !== null && item !== undefined) yield item;
  }
}

function need<T>(value: Any, kind: abstract new (...args: never[]) => T): T {
  if (value instanceof kind) return value;
  throw wrong("wrong_value");
}

function total(values: Value[]): Dec | null {
  let sum: Dec | null = ZERO;
  for (const v of filled(values)) sum = sum && add(sum, need(v, Dec));
  return sum;
}

function extreme(env: Env, values: Value[], sign: number): Value {
  let found: Value = null;
  for (const v of filled(values)) if (found === null || order(env, v, found) * sign > 0) found = v;
  return found;
}

/** A value as text: numbers without idle zeros, days YYYY-MM-DD, instants in the plant's zone. */
export function shown(env: Env, v: Any): string {
  if (v === null || v === undefined) return "";
  if (typeof v === "string") return v;
  if (typeof v === "boolean") return v ? "TRUE" : "FALSE";
  if (v instanceof Dec) return plain(v);
  if (v instanceof Day) return v.toString();
  if (v instanceof Instant) {
    const t = env.zone.local(v);
    return `${t.day} ${pad(t.hour)}:${pad(t.minute)}:${pad(t.second)}`;
  }
  if (isRow(v)) return shown(env, fieldOf(v, "title") ?? fieldOf(v, "uid") ?? fieldOf(v, "id"));
  throw wrong("wrong_value");
}

function formatted(env: Env, v: Value, pattern: string): string {
  if (v instanceof Day || v instanceof Instant) return dateText(env, v, pattern);
  const match = /^(#,##)?0(?:\.(0{1,20}))?(%)?$/.exec(pattern);
  if (!match) return shown(env, v);
  const places = match[2]?.length ?? 0;
  const value = match[3] ? multiply(need(v, Dec), int(100)) : need(v, Dec);
  const number = value && rounded(value, places);
  if (!number) throw wrong("wrong_value");
  let [units, rest] = toFixed(new Dec(number.c < 0n ? -number.c : number.c, number.e), places).split(".");
  if (match[1]) units = units!.replace(/\B(?=(\d{3})+$)/g, ",");
  return (number.c < 0n ? "-" : "") + units + (places ? "." + rest : "") + (match[3] ?? "");
}

function dateText(env: Env, v: Day | Instant, pattern: string): string {
  const t = v instanceof Instant ? env.zone.local(v) : { day: v, hour: 0, minute: 0, second: 0 };
  const [y, m, d] = civil(t.day.n);
  const parts: Record<string, string> = {
    YYYY: pad(y, 4),
    YY: pad(y % 100),
    MM: pad(m),
    M: String(m),
    DD: pad(d),
    D: String(d),
    HH: pad(t.hour),
    MI: pad(t.minute),
    SS: pad(t.second),
  };
  return pattern.replace(/YYYY|YY|MM|MI|M|DD|D|HH|SS/gi, (p) => parts[p.toUpperCase()]!);
}

const MICROSECONDS: Record<string, number> = { W: 6048e8, D: 864e8, H: 36e8, MI: 6e7, S: 1e6 };

function dayOf(env: Env, v: Value): Day {
  return v instanceof Instant ? env.zone.local(v).day : need(v, Day);
}

function moved(v: Value, count: Dec, unit = "D"): Value {
  unit = unit.toUpperCase();
  if (unit === "M" || unit === "Y") return v instanceof Instant ? null : shiftMonths(need(v, Day), small(count) * (unit === "Y" ? 12 : 1));
  if (v instanceof Instant) {
    const by = multiply(count, int(MICROSECONDS[unit]!));
    const whole = by && (by.c === 0n ? ZERO : by.e > 30 ? null : by.e > 0 ? by : rounded(by, 0));
    return whole && shiftInstant(v, whole.e >= 0 ? whole.c * ten(whole.e) : whole.c / ten(-whole.e));
  }
  return unit === "D" || unit === "W" ? shiftDay(need(v, Day), small(count) * (unit === "W" ? 7 : 1)) : null;
}

function months(a: Day, b: Day, size: number): Dec {
  const sign = a.n > b.n ? -1 : 1;
  const [from, to] = sign < 0 ? [b, a] : [a, b];
  const [y, m, d] = civil(from.n);
  const [y2, m2, d2] = civil(to.n);
  return int(sign * Math.floor(((y2 - y) * 12 + m2 - m - (d2 < d ? 1 : 0)) / size));
}

function between(env: Env, a: Value, b: Value, unit = "D"): Dec | null {
  unit = unit.toUpperCase();
  if (unit === "M" || unit === "Y") return months(dayOf(env, a), dayOf(env, b), unit === "Y" ? 12 : 1);
  if (a instanceof Instant && b instanceof Instant) return new Dec((b.us - a.us) / BigInt(MICROSECONDS[unit]!), 0);
  if (unit !== "D" && unit !== "W") return null;
  return int(Math.trunc((dayOf(env, b).n - dayOf(env, a).n) / (unit === "W" ? 7 : 1)));
}

function date(env: Env, v: Value, m?: Dec, d?: Dec): Value {
  if (m && d) return day(small(need(v, Dec)), small(m), small(d));
  return typeof v === "string" ? parseDay(v) : dayOf(env, v);
}

function chars(text: string, from: number, count: number): string {
  return [...text].slice(from, from + Math.max(count, 0)).join("");
}

function substitute(text: string, old: string, fresh: string): string {
  if (!old) return text;
  const parts = text.split(old);
  if ([...text].length + (parts.length - 1) * [...fresh].length > 100_000) throw wrong("too_much", 0, 0, { limit: 100_000 });
  return parts.join(fresh);
}

function trim(text: string): string {
  return text.replace(/^ +| +$/g, "");
}

function valueOf(text: string): Dec | null {
  const digits = trim(text);
  return /^[+-]?[0-9]{1,34}(\.[0-9]{1,34})?$/.test(digits) ? dec(digits) : null;
}

function lookedUp(what: Value, keys: Value[] | null, values: Value[] | null, otherwise: Value = null): Value {
  const at = (keys ?? []).findIndex((k) => same(what, k));
  return at < 0 ? otherwise : (values?.[at] ?? null);
}

function contains(whole: string | Value[], part: string): boolean {
  return Array.isArray(whole) ? whole.some((v) => v === part) : whole.includes(part);
}

const round = (mode: "half" | "up" | "down") => (_: Env, v: Dec, places: Dec = ZERO) => rounded(v, small(places, 200), mode);
const part = (pick: (d: Day) => number) => (env: Env, v: Value) => int(pick(dayOf(env, v)));
const unique = (values: Value[]) => new Set([...filled(values)].map((v) => `${typeof v}${v instanceof Instant ? v.us : isRow(v) ? String(fieldOf(v, "id")) : shown({} as Env, v)}`)).size;

/** By name; those missing are compiled in place (IF, AND ...) or bound beforehand (the windows). */
function sampled(what: "sample" | "accept"): Run {
  return (_, size: Dec, level: string, aql: Dec | string) => {
    const found = samplingPlan(Number(plain(size)), level, Number(typeof aql === "string" ? aql : plain(aql)));
    return found && int(found[what]);
  };
}

export const RUN: Record<string, Run> = {
  AQL_SAMPLE: sampled("sample"),
  AQL_ACCEPT: sampled("accept"),
  IN: (_, value: Value, ...options: Value[]) => options.some((o) => (Array.isArray(o) ? o.some((v) => same(value, v)) : same(value, o))),
  ROUND: round("half"),
  ROUNDUP: round("up"),
  ROUNDDOWN: round("down"),
  INT: (_, v: Dec) => rounded(v, 0, "floor"),
  ABS: (_, v: Dec) => fixed(v.c < 0n ? -v.c : v.c, v.e),
  MOD: (_, a: Dec, b: Dec) => mod(a, b),
  SUM: (_, ...values: Value[]) => total(values),
  AVERAGE: (_, ...values: Value[]) => {
    const found = [...filled(values)];
    const sum = total(found);
    return found.length && sum ? divide(sum, int(found.length)) : null;
  },
  MIN: (env, ...values: Value[]) => extreme(env, values, -1),
  MAX: (env, ...values: Value[]) => extreme(env, values, 1),
  COUNT: (_, ...values: Value[]) => int([...filled(values)].length),
  COUNTUNIQUE: (_, ...values: Value[]) => int(unique(values)),
  FIRST: (_, values: Value) => filled([values]).next().value ?? null,
  FINAL: (_, values: Value) => [...filled([values])].at(-1) ?? null,
  ANY: (_, ...values: Value[]) => [...filled(values)].includes(true),
  ALL: (_, ...values: Value[]) => values.every((v) => (Array.isArray(v) ? v.every((x) => x === true) : v === true)),
  LEN: (_, text: string) => int([...text].length),
  LEFT: (_, text: string, n: Dec = int(1)) => chars(text, 0, small(n)),
  RIGHT: (_, text: string, n: Dec = int(1)) => [...text].slice(Math.max([...text].length - Math.max(small(n), 0), 0)).join(""),
  MID: (_, text: string, from: Dec, n: Dec) => chars(text, Math.max(small(from), 1) - 1, small(n)),
  CONTAINS: (_, whole: string | Value[], text: string) => contains(whole, text),
  STARTSWITH: (_, text: string, start: string) => text.startsWith(start),
  ENDSWITH: (_, text: string, end: string) => text.endsWith(end),
  CONCAT: (env, ...values: Value[]) => values.map((v) => shown(env, v)).join(""),
  TEXTJOIN: (env, separator: string | null, ...values: Value[]) => [...filled(values)].map((v) => shown(env, v)).join(separator ?? ""),
  UPPER: (_, text: string) => text.replace(/[a-z]/g, (c) => c.toUpperCase()),
  LOWER: (_, text: string) => text.replace(/[A-Z]/g, (c) => c.toLowerCase()),
  TRIM: (_, text: string) => trim(text),
  SUBSTITUTE: (_, text: string, old: string, fresh: string) => substitute(text, old, fresh),
  VALUE: (_, text: string) => valueOf(text),
  TEXT: (env, v: Value, pattern: string) => formatted(env, v, pattern),
  DATE: (env, v: Value, m?: Dec, d?: Dec) => date(env, v, m, d),
  DATETIME: (env, text: string) => parseInstant(text, env.zone),
  YEAR: part((d) => civil(d.n)[0]),
  MONTH: part((d) => civil(d.n)[1]),
  DAY: part((d) => civil(d.n)[2]),
  WEEKDAY: part(weekday),
  HOUR: (env, v: Instant) => int(env.zone.local(v).hour),
  MINUTE: (env, v: Instant) => int(env.zone.local(v).minute),
  TODAY: (env) => env.today,
  NOW: (env) => env.now,
  DATEADD: (_, v: Value, n: Dec, unit?: string) => moved(v, n, unit),
  DATEDIF: (env, a: Value, b: Value, unit?: string) => between(env, a, b, unit),
  EOMONTH: (_, v: Day, n: Dec = ZERO) => {
    const [y, m] = civil(v.n);
    const first = shiftMonths(day(y, m, 1)!, small(n));
    const [y2, m2] = first ? civil(first.n) : [0, 0];
    return first && day(y2, m2, monthDays(y2, m2));
  },
  XLOOKUP: (_, what: Value, keys: Value[] | null, values: Value[] | null, otherwise?: Value) => lookedUp(what, keys, values, otherwise),
  CURRENT_USER: (env) => env.user,
};

/** `+` and `-` also of days and instants. */
export function plus(a: Value, b: Value, sign: 1 | -1): Value {
  if (a === null || b === null) return null;
  if (a instanceof Dec && b instanceof Dec) return sign > 0 ? add(a, b) : subtract(a, b);
  if (a instanceof Day && b instanceof Day && sign < 0) return int(a.n - b.n);
  if (a instanceof Day) return shiftDay(a, sign * small(need(b, Dec)));
  return shiftDay(need(b, Day), sign * small(need(a, Dec)));
}

export function times(a: Value, b: Value, by: typeof multiply): Value {
  return a === null || b === null ? null : by(need(a, Dec), need(b, Dec));
}
