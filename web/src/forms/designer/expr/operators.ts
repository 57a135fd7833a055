import type { FieldDef } from "../../../api/index.ts";
import type { Type } from "../../../expr/index.ts";
import type { Clause, Op, Operand } from "./condition.ts";

/** What a name is compared as. */
export type Kind = "choice" | "text" | "number" | "date" | "datetime" | "bool" | "link" | "multi" | "other";

export function kindOf(type: Type, field?: FieldDef): Kind {
  if (type.kind === "list") return field?.type === "multi" ? "multi" : "other";
  if (type.kind === "text") return field?.options?.length ? "choice" : "text";
  return ["number", "date", "datetime", "bool", "link"].includes(type.kind) ? (type.kind as Kind) : "other";
}

const OPERATORS: Record<Kind, Op[]> = {
  choice: ["=", "<>", "in", "not_in", "blank", "not_blank"],
  text: ["=", "<>", "contains", "not_contains", "blank", "not_blank"],
  number: ["=", "<>", "<", "<=", ">", ">=", "between", "blank", "not_blank"],
  date: ["=", "<>", "<", "<=", ">", ">=", "between", "blank", "not_blank"],
  datetime: ["<", "<=", ">", ">=", "between", "blank", "not_blank"],
  bool: ["yes", "no", "blank", "not_blank"],
  link: ["=", "<>", "blank", "not_blank"],
  multi: ["contains", "not_contains", "blank", "not_blank"],
  other: ["blank", "not_blank"],
};

const MEANS: Partial<Record<Op, string>> = { in: "=", not_in: "<>", yes: "=", no: "=", not_contains: "contains" };

/**
 * The comparisons of a name, the usual one first.
 *
 * @param declared what its field type declares (`operators` of `/field-types`).
 */
export function operatorsOf(kind: Kind, declared?: string[]): Op[] {
  const all = OPERATORS[kind];
  const kept = declared ? all.filter((op) => declared.includes(MEANS[op] ?? op)) : all;
  return kept.length ? kept : all;
}

/** The first value to be filled in for a comparison. */
export function blankOperand(kind: Kind): Operand {
  if (kind === "number") return { kind: "number", value: "" };
  if (kind === "date" || kind === "datetime") return { kind: "today", days: 0 };
  return { kind: "text", value: "" };
}

/** The clause after its comparison was changed: values that still fit are kept. */
export function withOp(clause: Clause, op: Op, kind: Kind): Clause {
  const several = op === "in" || op === "not_in";
  const count = several ? clause.values.length : op === "between" ? 2 : ["blank", "not_blank", "yes", "no"].includes(op) ? 0 : 1;
  const kept = clause.values.filter((one) => !several || one.kind !== "text" || one.value !== "");
  return { ...clause, op, values: several ? kept : Array.from({ length: count }, (_, at) => clause.values[at] ?? blankOperand(kind)) };
}
