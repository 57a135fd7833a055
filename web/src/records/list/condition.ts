import type { FieldDef, FormDef } from "../../api/index.ts";

/** What a field can be compared by: types that compare alike share a kind. */
export type Kind = "text" | "lot" | "number" | "date" | "instant" | "choice" | "multi" | "bool" | "link" | "person" | "time" | "tree" | "rich";

/**
 * One condition of the filter bar.
 *
 * @param field key of the form's field, or `created_at`, `state`.
 * @param values texts: numbers as typed, dates YYYY-MM-DD, choice keys, record ids.
 */
export type Condition = { field: string; op: string; values: string[] };

const KINDS: Record<string, Kind> = {
  text: "text",
  serial: "text",
  scan: "text",
  lot: "lot",
  number: "number",
  money: "number",
  quantity: "number",
  catch_weight: "number",
  time: "time",
  tree: "tree",
  rich_text: "rich",
  date: "date",
  datetime: "instant",
  choice: "choice",
  multi: "multi",
  bool: "bool",
  link: "link",
  location: "link",
  department: "link",
  person: "person",
};

const RESULTS: Record<string, Kind> = { number: "number", text: "text", bool: "bool", date: "date", datetime: "instant" };

/** Fields every record has, beside the form's own. */
export const OWN_FIELDS: FieldDef[] = [
  { key: "created_at", type: "datetime", label: { zh: "创建时间", en: "Created" } },
  {
    key: "state",
    type: "choice",
    label: { zh: "状态", en: "State" },
    options: [
      { key: "submitted", label: { zh: "有效", en: "In force" } },
      { key: "voided", label: { zh: "已作废", en: "Voided" } },
    ],
  },
];

/** What an expression or look-up gives; an expression that does not say gives a number. */
export function resultOf(field: FieldDef): string {
  return String(field.result ?? (field.type === "expression" ? "number" : ""));
}

/** How a field compares; undefined when it cannot be filtered by. */
export function kindOf(field: FieldDef): Kind | undefined {
  if (field.type === "expression" || field.type === "lookup") return RESULTS[resultOf(field)];
  return KINDS[field.type];
}

/** The comparisons of each kind, the usual one first. */
export const OPERATORS: Record<Kind, string[]> = {
  text: ["contains", "is", "not", "blank", "filled"],
  lot: ["contains", "is", "blank", "filled"],
  number: ["is", "ge", "le", "gt", "lt", "between", "not", "blank", "filled"],
  date: ["between", "today", "last", "next", "blank", "filled"],
  instant: ["between", "today", "last", "blank", "filled"],
  choice: ["in", "not_in", "blank", "filled"],
  multi: ["contains", "blank", "filled"],
  time: ["between", "is", "ge", "le", "blank", "filled"],
  tree: ["under", "is", "not", "blank", "filled"],
  rich: ["contains", "blank", "filled"],
  bool: ["yes", "no", "blank"],
  link: ["is", "not", "blank", "filled"],
  person: ["me", "is", "blank", "filled"],
};

/** How many values a comparison takes. */
export function arity(op: string): number {
  if (["blank", "filled", "yes", "no", "today", "me"].includes(op)) return 0;
  return op === "between" ? 2 : 1;
}

const NUMBER = /^-?\d+(\.\d+)?$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const SHAPES: Partial<Record<Kind, RegExp>> = { number: NUMBER, time: TIME };
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a condition has what it needs to be asked. */
export function isWhole(condition: Condition, kind: Kind): boolean {
  const given = condition.values.filter((value) => value !== "");
  if (condition.op === "between") {
    return given.length > 0 && given.every((value) => SHAPES[kind]?.test(value) ?? DAY.test(value));
  }
  if (arity(condition.op) === 0) return true;
  if (kind === "time") return given.length === 1 && TIME.test(given[0] ?? "");
  if (kind === "number" || condition.op === "last" || condition.op === "next") return given.length === 1 && NUMBER.test(given[0] ?? "");
  return given.length > 0;
}

/** A text as a constant of the expression language. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function day(text: string): string {
  const [year, month, date] = text.split("-").map(Number);
  return `DATE(${year}, ${month}, ${date})`;
}

const SIGNS: Record<string, string> = { is: "=", not: "<>", ge: ">=", le: "<=", gt: ">", lt: "<" };

function dates(name: string, kind: Kind, { op, values }: Condition): string {
  const [from = "", to = ""] = values;
  const upTo = (end: string): string => (kind === "date" ? `${name} <= ${end}` : `${name} < DATEADD(${end}, 1)`);
  if (op === "today") return `${name} >= TODAY() AND ${upTo("TODAY()")}`;
  if (op === "last") return `${name} >= DATEADD(TODAY(), -${from}) AND ${upTo("TODAY()")}`;
  if (op === "next") return `${name} >= TODAY() AND ${name} <= DATEADD(TODAY(), ${from})`;
  return [from ? `${name} >= ${day(from)}` : "", to ? upTo(day(to)) : ""].filter(Boolean).join(" AND ");
}

/** One condition as expression text. */
export function clauseOf(condition: Condition, kind: Kind): string {
  const { field, op, values } = condition;
  const [first = "", second = ""] = values;
  const name = kind === "lot" && op !== "blank" && op !== "filled" ? `${field}.code` : field;
  if (op === "blank") return `ISBLANK(${field})`;
  if (op === "filled") return `NOT ISBLANK(${field})`;
  if (op === "yes" || op === "no") return `${field} = ${op === "yes" ? "TRUE" : "FALSE"}`;
  if (op === "me") return `${field} = CURRENT_USER()`;
  if (op === "contains") return `CONTAINS(${name}, ${quoted(first)})`;
  if (op === "in" || op === "not_in") {
    const among = `IN(${field}, ${values.map(quoted).join(", ")})`;
    return op === "in" ? among : `NOT ${among}`;
  }
  if (kind === "date" || kind === "instant") return dates(field, kind, condition);
  if (op === "under") return `(${field} = ${quoted(first)} OR LEFT(${field}, ${first.length + 1}) = ${quoted(`${first}/`)})`;
  if (op === "between") {
    const bound = (text: string): string => (kind === "number" ? text : quoted(text));
    return [first ? `${field} >= ${bound(first)}` : "", second ? `${field} <= ${bound(second)}` : ""].filter(Boolean).join(" AND ");
  }
  return `${name} ${SIGNS[op] ?? "="} ${kind === "number" ? first : quoted(first)}`;
}

/** The field a condition or column names. */
export function fieldAt(form: FormDef, key: string): FieldDef | undefined {
  return form.fields.find((field) => field.key === key) ?? OWN_FIELDS.find((field) => field.key === key);
}

/** Every whole condition and the free text, joined by AND: the `where` of the list. */
export function whereOf(form: FormDef, conditions: Condition[], text = ""): string {
  const clauses = conditions.flatMap((condition) => {
    const field = fieldAt(form, condition.field);
    const kind = field && kindOf(field);
    return kind && isWhole(condition, kind) ? [clauseOf(condition, kind)] : [];
  });
  if (!text.trim()) return clauses.join(" AND ");
  return [...clauses, clauses.length ? `(${text.trim()})` : text.trim()].join(" AND ");
}

/** Conditions as one URL parameter, and back; what cannot be read is left out. */
export function packed(conditions: Condition[]): string {
  return conditions.length ? JSON.stringify(conditions.map(({ field, op, values }) => [field, op, ...values])) : "";
}

export function unpacked(text: string | undefined): Condition[] {
  if (!text) return [];
  try {
    const rows: unknown = JSON.parse(text);
    if (!Array.isArray(rows)) return [];
    return rows
      .filter((row): row is string[] => Array.isArray(row) && row.length >= 2 && row.every((part) => typeof part === "string"))
      .map(([field = "", op = "", ...values]) => ({ field, op, values }));
  } catch {
    return [];
  }
}
