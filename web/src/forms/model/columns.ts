import { add, type Dec, plain } from "../../expr/decimal.ts";
import type { View } from "./engine.ts";
import { numberOf } from "./number.ts";
import { isMeasure, type ReadyField } from "./preset.ts";
import type { Program } from "./program.ts";

/** Least pixels, and the share of what is left. */
const WIDTHS: Record<string, [number, number]> = {
  number: [100, 1],
  money: [140, 1],
  quantity: [150, 1],
  catch_weight: [230, 2],
  time: [110, 1],
  tree: [170, 1.5],
  lot: [190, 2],
  link: [150, 2],
  location: [140, 1.5],
  person: [120, 1],
  department: [120, 1],
  lookup: [120, 1.5],
  expression: [100, 1],
  bool: [84, 0.6],
  choice: [120, 1.2],
  multi: [140, 1.5],
  date: [138, 1],
  datetime: [196, 1.2],
  code_range: [240, 2],
  image: [120, 1],
  file: [120, 1],
  signature: [120, 1],
  serial: [120, 1],
};
export type GridTemplate = { gridTemplateColumns: string; minWidth: number };

const USUAL: [number, number] = [150, 1.5];
const NUMBER_PX = 40;
const ACTS_PX = 92;

/** Width of a row's field, in twelfths, that takes one share. */
const SHARE = 3;

/** Least pixels of a column and its share of what is left: by its width where one was drawn, else by its type. */
export function columnWidth(type: string, width?: number): [number, number] {
  const [least, share] = WIDTHS[type] ?? USUAL;
  return [least, width === undefined ? share : width / SHARE];
}

/** The columns of a grid as CSS: the row's number, the fields, the row's buttons; never narrower than they need. */
export function gridColumns(fields: ReadyField[]): GridTemplate {
  const widths = fields.map((field) => columnWidth(field.type, field.width));
  const columns = widths.map(([least, share]) => `minmax(${least}px, ${share}fr)`);
  return {
    gridTemplateColumns: [`${NUMBER_PX}px`, ...columns, `${ACTS_PX}px`].join(" "),
    minWidth: NUMBER_PX + ACTS_PX + widths.reduce((sum, [least]) => sum + least, 0),
  };
}

/** Fields shown as columns: those hidden in every row are not. */
export function shownColumns(list: ReadyField, views: View[]): ReadyField[] {
  return (list.fields ?? []).filter((field) => !views.length || views.some((view) => !view.flags[field.key]?.hidden));
}

/** Columns worth a total: amounts, what asks for one, and whatever the form itself sums up. */
export function summedColumns(list: ReadyField, program: Program): Set<string> {
  const own = (list.fields ?? []).filter((field) => isMeasure(field) || field.type === "money" || field.sum === true).map((field) => field.key);
  const formulas = program.steps.map((step) => step.formula).filter((run) => run !== null && /\bSUM\s*\(/.test(run.text));
  const read = formulas.flatMap((run) => run?.paths ?? []).filter(([first, second]) => first === list.key && second);
  return new Set([...own, ...read.map((path) => path[1] ?? "")]);
}

type Amount = { amount: Dec; uom: string };
const amounts = new WeakMap<View, Map<string, Amount | null>>();

/** The number of a cell with its unit; kept as long as the row stays as it is. */
function amountOf(view: View, key: string): Amount | null {
  const known = amounts.get(view) ?? new Map<string, Amount | null>();
  amounts.set(view, known);
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = view.values[key];
  const given = (typeof value === "object" && value !== null ? value : { value }) as { value?: unknown; uom?: string; currency?: string };
  const amount = numberOf(given.value);
  const found = amount && { amount, uom: given.uom ?? given.currency ?? view.flags[key]?.uom ?? "" };
  known.set(key, found);
  return found;
}

/** The total of a column with its unit, `null` where the units differ or nothing is given. */
export function columnSum(views: View[], key: string): { value: string; uom: string } | null {
  let sum: Dec | null = null;
  let uom: string | null = null;
  for (const view of views) {
    const found = amountOf(view, key);
    if (!found) continue;
    if (uom !== null && uom !== found.uom) return null;
    uom = found.uom;
    sum = sum === null ? found.amount : add(sum, found.amount);
  }
  return sum === null ? null : { value: plain(sum), uom: uom ?? "" };
}
