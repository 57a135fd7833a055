import type { FieldDef } from "../../api/index.ts";
import type { Type } from "../../expr/index.ts";
import type { Clause, Op, Operand } from "./condition.ts";

/** What a name is compared as. */
export type Kind = "choice" | "text" | "number" | "date" | "datetime" | "bool" | "link" | "multi" | "tree" | "time" | "rich" | "other";
/** Comparisons as they are offered: some ranges of days have names of their own. */
export type Way = Op | "today" | "last" | "next";

const TEXTS: Record<string, Kind> = { tree: "tree", time: "time", rich_text: "rich" };

export function kindOf(type: Type, field?: FieldDef): Kind {
  if (type.kind === "list") return field?.type === "multi" ? "multi" : "other";
  if (type.kind === "text") return field?.options?.length ? "choice" : (TEXTS[field?.type ?? ""] ?? "text");
  return ["number", "date", "datetime", "bool", "link"].includes(type.kind) ? (type.kind as Kind) : "other";
}

const OPERATORS: Record<Kind, Way[]> = {
  choice: ["=", "<>", "in", "not_in", "blank", "not_blank"],
  text: ["=", "<>", "contains", "not_contains", "blank", "not_blank"],
  number: ["=", "<>", "<", "<=", ">", ">=", "between", "blank", "not_blank"],
  date: ["=", "<>", "<", "<=", ">", ">=", "between", "today", "last", "next", "blank", "not_blank"],
  datetime: ["between", "today", "last", "next", "<", "<=", ">", ">=", "blank", "not_blank"],
  time: ["=", "<>", "<", "<=", ">", ">=", "between", "blank", "not_blank"],
  tree: ["under", "=", "<>", "blank", "not_blank"],
  rich: ["contains", "not_contains", "blank", "not_blank"],
  bool: ["yes", "no", "false", "blank", "not_blank"],
  link: ["=", "<>", "blank", "not_blank"],
  multi: ["contains", "not_contains", "blank", "not_blank"],
  other: ["blank", "not_blank"],
};

const MEANS: Partial<Record<Way, string>> = { in: "=", not_in: "<>", yes: "=", no: "=", false: "=", under: "=", not_contains: "contains", today: "between", last: "between", next: "between" };
/** What is asked first of a list: parts of texts, ranges of days. */
const SOUGHT: Partial<Record<Kind, Way>> = { text: "contains", date: "between", number: "=" };

/**
 * The comparisons of a name, the usual one first.
 *
 * @param declared what its field type declares (`operators` of `/field-types`).
 * @param search it finds records in a list.
 */
export function operatorsOf(kind: Kind, declared?: string[], search?: boolean): Way[] {
  const first = search ? SOUGHT[kind] : undefined;
  const all = first ? [first, ...OPERATORS[kind].filter((op) => op !== first)] : OPERATORS[kind];
  const kept = declared ? all.filter((op) => declared.includes(MEANS[op] ?? op)) : all;
  return kept.length ? kept : all;
}

/** The first value to be filled in for a comparison. */
export function blankOperand(kind: Kind): Operand {
  if (kind === "number") return { kind: "number", value: "" };
  if (kind === "date" || kind === "datetime") return { kind: "today", days: 0 };
  return { kind: "text", value: "" };
}

/** How a comparison is called: `between 7 days ago and today` is `last`. */
export function wayOf({ op, values }: Clause): Way {
  const [from, to] = values;
  if (op !== "between" || from?.kind !== "today" || to?.kind !== "today") return op;
  if (from.days === 0) return to.days === 0 ? "today" : to.days > 0 ? "next" : op;
  return to.days === 0 && from.days < 0 ? "last" : op;
}

/** The number of days of `last` and `next`. */
export function daysOf({ values }: Clause): number {
  return values.reduce((most, one) => (one.kind === "today" ? Math.max(most, Math.abs(one.days)) : most), 0) || 7;
}

const NEW_DAY: Operand = { kind: "date", value: "" };
const NAMED = ["today", "last", "next"];

function daysFor(way: Way, n: number): Operand[] {
  const today: Operand = { kind: "today", days: 0 };
  if (way === "last") return [{ kind: "today", days: -n }, today];
  return way === "next" ? [today, { kind: "today", days: n }] : [today, today];
}

/** The clause after its comparison was changed: values that still fit are kept. */
export function withOp(clause: Clause, way: Way, kind: Kind, days = daysOf(clause)): Clause {
  const { path } = clause;
  const moment = kind === "datetime" ? { moment: true as const } : {};
  if (NAMED.includes(way)) return { path, op: "between", values: daysFor(way, days), ...moment };
  const op = way as Op;
  const several = op === "in" || op === "not_in";
  const old = NAMED.includes(wayOf(clause)) ? [] : clause.values;
  if (several) return { path, op, values: old.filter((one) => one.kind !== "text" || one.value !== "") };
  const count = op === "between" ? 2 : ["blank", "not_blank", "yes", "no", "false"].includes(op) ? 0 : 1;
  const blank = count === 2 && (kind === "date" || kind === "datetime") ? NEW_DAY : blankOperand(kind);
  return { path, op, values: Array.from({ length: count }, (_, at) => old[at] ?? blank), ...moment };
}

/** What tells apart neither in a list: the database cannot look for it, or nobody would. */
const UNSOUGHT = new Set(["image", "file", "signature", "code_range"]);
const UNSOUGHT_NAMES = new Set(["id", "days_left", "place", "fefo"]);

/** Whether records of a list can be found by a name. */
export function sought(type: Type, name: { key: string; field?: FieldDef }, path: string): boolean {
  if (type.kind === "list") return name.field?.type === "multi" && !path.includes(".");
  return name.field ? !UNSOUGHT.has(name.field.type) : !UNSOUGHT_NAMES.has(name.key);
}
