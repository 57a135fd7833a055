import type { FormDef } from "../../api/index.ts";
import { labelText, type Lang } from "../../kit/index.ts";
import { type Condition, fieldAt, kindOf } from "./condition.ts";

/** The parts of a text between top-level ANDs; quotes and brackets hold theirs together. */
export function partsOf(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (quote) quote = char === quote ? "" : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === "(") depth += 1;
    else if (char === ")") depth -= 1;
    else if (depth === 0 && /^\sAND\s/i.test(text.slice(at, at + 5))) {
      parts.push(text.slice(start, at));
      start = at + 5;
      at += 4;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim()).filter(Boolean);
}

const STRING = /"((?:[^"]|"")*)"/g;
const unquoted = (text: string): string[] => [...text.matchAll(STRING)].map((found) => (found[1] ?? "").replaceAll('""', '"'));
const ONE = '"(?:[^"]|"")*"';
const PATTERNS: [RegExp, (found: RegExpExecArray) => Omit<Condition, "field">][] = [
  [/^ISBLANK\((\w+)\)$/i, () => ({ op: "blank", values: [] })],
  [/^NOT ISBLANK\((\w+)\)$/i, () => ({ op: "filled", values: [] })],
  [/^(\w+) = CURRENT_USER\(\)$/i, () => ({ op: "me", values: [] })],
  [/^(\w+) = (TRUE|FALSE)$/i, (found) => ({ op: found[2]?.toUpperCase() === "TRUE" ? "yes" : "no", values: [] })],
  [new RegExp(`^CONTAINS\\((\\w+(?:\\.code)?), (${ONE})\\)$`, "i"), (found) => ({ op: "contains", values: unquoted(found[2] ?? "") })],
  [new RegExp(`^IN\\((\\w+)((?:, ${ONE})+)\\)$`, "i"), (found) => ({ op: "in", values: unquoted(found[2] ?? "") })],
  [new RegExp(`^NOT IN\\((\\w+)((?:, ${ONE})+)\\)$`, "i"), (found) => ({ op: "not_in", values: unquoted(found[2] ?? "") })],
  [new RegExp(`^(\\w+(?:\\.code)?) (=|<>) (${ONE})$`), (found) => ({ op: found[2] === "=" ? "is" : "not", values: unquoted(found[3] ?? "") })],
  [
    /^(\w+) (=|<>|>=|<=|>|<) (-?\d+(?:\.\d+)?)$/,
    (found) => ({ op: { "=": "is", "<>": "not", ">=": "ge", "<=": "le", ">": "gt", "<": "lt" }[found[2] ?? ""] ?? "is", values: [found[3] ?? ""] }),
  ],
];

function read(form: FormDef, part: string): Condition | null {
  for (const [pattern, make] of PATTERNS) {
    const found = pattern.exec(part);
    const key = found?.[1]?.replace(/\.code$/, "") ?? "";
    const field = fieldAt(form, key);
    const kind = field && kindOf(field);
    if (!found || !kind) continue;
    const made = make(found);
    if (kind === "choice" && made.op === "is") return { field: key, op: "in", values: made.values };
    if (kind === "choice" && made.op === "not") return { field: key, op: "not_in", values: made.values };
    return { field: key, ...made };
  }
  return null;
}

const DAY = "DATE\\((\\d{1,4}), (\\d{1,2}), (\\d{1,2})\\)";
const FROM = new RegExp(`^(\\w+) >= ${DAY}$`);
const UP_TO = new RegExp(`^(\\w+) (?:<= ${DAY}|< DATEADD\\(${DAY}, 1\\))$`);
const SINCE = /^(\w+) >= (?:DATEADD\(TODAY\(\), -(\d+)\)|TODAY\(\))$/;
const TILL = /^(\w+) (?:<= (?:DATEADD\(TODAY\(\), (\d+)\)|TODAY\(\))|< DATEADD\(TODAY\(\), 1\))$/;

const day = (year = "", month = "", date = ""): string => `${year.padStart(4, "0")}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;

/** A range of days: one part (open at an end) or two that belong together. */
function readDays(form: FormDef, first: string, second = ""): Condition | null {
  const key = /^\w+/.exec(first)?.[0] ?? "";
  const field = fieldAt(form, key);
  const kind = field && kindOf(field);
  if ((kind !== "date" && kind !== "instant") || (second && /^\w+/.exec(second)?.[0] !== key)) return null;
  const from = FROM.exec(first);
  const to = UP_TO.exec(second || first);
  const end = to ? day(to[2] ?? to[5], to[3] ?? to[6], to[4] ?? to[7]) : "";
  if (second ? from && to : from || to) return { field: key, op: "between", values: [from ? day(from[2], from[3], from[4]) : "", end] };
  const since = SINCE.exec(first);
  const till = TILL.exec(second);
  if (!since || !till) return null;
  if (since[2]) return till[2] ? null : { field: key, op: "last", values: [since[2]] };
  return till[2] ? { field: key, op: "next", values: [till[2]] } : { field: key, op: "today", values: [] };
}

/**
 * A `where` text taken apart: conditions the filter bar can show, and the rest as text. Together they mean the same.
 */
export function conditionsOf(form: FormDef, where: string | null | undefined): { conditions: Condition[]; rest: string } {
  const conditions: Condition[] = [];
  const rest: string[] = [];
  const parts = partsOf(where ?? "");
  for (let at = 0; at < parts.length; at += 1) {
    const [part = "", next] = parts.slice(at, at + 2);
    const pair = next ? readDays(form, part, next) : null;
    const found = pair ?? readDays(form, part) ?? read(form, part);
    if (found) conditions.push(found);
    else rest.push(part);
    if (pair) at += 1;
  }
  return { conditions, rest: rest.join(" AND ") };
}

const SIGNS: [RegExp, Record<Lang, string>][] = [
  [/\bAND\b/g, { zh: "且", en: "and" }],
  [/\bOR\b/g, { zh: "或", en: "or" }],
  [/\bNOT\b/g, { zh: "非", en: "not" }],
  [/\bTODAY\(\)/g, { zh: "今天", en: "today" }],
  [/>=/g, { zh: "≥", en: "≥" }],
  [/<=/g, { zh: "≤", en: "≤" }],
  [/<>/g, { zh: "≠", en: "≠" }],
];

/** A condition's text with fields by label, for reading only. */
export function readable(form: FormDef, text: string, lang: Lang): string {
  const pieces = text.split(/("(?:[^"]|"")*")/);
  return pieces
    .map((piece, index) => {
      if (index % 2 === 1) return piece;
      const named = piece.replaceAll(/(?<![.\w])[a-z_]\w*(?!\()/g, (key) => labelText(fieldAt(form, key)?.label, lang) || key);
      return SIGNS.reduce((made, [sign, word]) => made.replaceAll(sign, word[lang]), named);
    })
    .join("");
}
