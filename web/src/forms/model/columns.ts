import { add, type Dec, plain } from "../../expr/decimal.ts";
import type { View } from "./engine.ts";
import { numberOf } from "./number.ts";
import type { ReadyField } from "./preset.ts";
import type { Program } from "./program.ts";

const WIDTHS: Record<string, string> = {
  number: "minmax(100px, 1fr)",
  money: "minmax(140px, 1fr)",
  quantity: "minmax(150px, 1fr)",
  lot: "minmax(190px, 2fr)",
  link: "minmax(150px, 2fr)",
  location: "minmax(140px, 1.5fr)",
  person: "minmax(120px, 1fr)",
  department: "minmax(120px, 1fr)",
  lookup: "minmax(120px, 1.5fr)",
  expression: "minmax(100px, 1fr)",
  bool: "minmax(84px, 0.6fr)",
  choice: "minmax(120px, 1.2fr)",
  multi: "minmax(140px, 1.5fr)",
  date: "minmax(138px, 1fr)",
  datetime: "minmax(190px, 1.2fr)",
  code_range: "minmax(240px, 2fr)",
  image: "minmax(120px, 1fr)",
  file: "minmax(120px, 1fr)",
  signature: "minmax(120px, 1fr)",
  serial: "minmax(120px, 1fr)",
};

/** The columns of a grid: the row's number, the fields, the row's buttons. */
export function gridColumns(fields: ReadyField[]): string {
  return ["40px", ...fields.map((field) => WIDTHS[field.type] ?? "minmax(140px, 1.5fr)"), "68px"].join(" ");
}

/** Fields shown as columns: those hidden in every row are not. */
export function shownColumns(list: ReadyField, views: View[]): ReadyField[] {
  return (list.fields ?? []).filter((field) => !views.length || views.some((view) => !view.flags[field.key]?.hidden));
}

/** Columns worth a total: amounts, and whatever the form itself sums up. */
export function summedColumns(list: ReadyField, program: Program): Set<string> {
  const own = (list.fields ?? []).filter((field) => field.type === "quantity" || field.type === "money").map((field) => field.key);
  const formulas = program.steps.map((step) => step.formula).filter((run) => run !== null && /\bSUM\s*\(/.test(run.text));
  const read = formulas.flatMap((run) => run?.paths ?? []).filter(([first, second]) => first === list.key && second);
  return new Set([...own, ...read.map((path) => path[1] ?? "")]);
}

/** The total of a column with its unit, `null` where the units differ or nothing is given. */
export function columnSum(views: View[], key: string): { value: string; uom: string } | null {
  let sum: Dec | null = null;
  let uom: string | null = null;
  for (const view of views) {
    const value = view.values[key];
    const given = (typeof value === "object" && value !== null ? value : { value }) as { value?: unknown; uom?: string; currency?: string };
    const amount = numberOf(given.value);
    if (amount === null) continue;
    const own = given.uom ?? given.currency ?? view.flags[key]?.uom ?? "";
    if (uom !== null && uom !== own) return null;
    uom = own;
    sum = sum === null ? amount : add(sum, amount);
  }
  return sum === null ? null : { value: plain(sum), uom: uom ?? "" };
}
