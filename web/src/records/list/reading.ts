import type { FormDef } from "../../api/index.ts";
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

/**
 * A `where` text taken apart: conditions the filter bar can show, and the rest as text. Together they mean the same.
 */
export function conditionsOf(form: FormDef, where: string | null | undefined): { conditions: Condition[]; rest: string } {
  const conditions: Condition[] = [];
  const rest: string[] = [];
  for (const part of partsOf(where ?? "")) {
    const found = read(form, part);
    if (found) conditions.push(found);
    else rest.push(part);
  }
  return { conditions, rest: rest.join(" AND ") };
}
