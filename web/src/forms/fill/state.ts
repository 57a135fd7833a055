import { currentLang, type Label, type Lang } from "../../kit/index.ts";
import type { FieldError } from "../../api/index.ts";
import type { EditRow, Snapshot, Values } from "../model/engine.ts";
import { placeOf } from "../model/path.ts";
import { rowsOf } from "../model/payload.ts";
import type { Program } from "../model/program.ts";

/** What the person did to a record: the values typed, and which of them were left again (their mistakes are shown). */
export type Typed = { given: Values; left: ReadonlySet<string> };

let count = 0;

/** A new row; its `_k` is its own in this browser. */
export function newRow(values: Values = {}): EditRow {
  count += 1;
  return { ...values, _k: `n${Date.now().toString(36)}${count}` };
}

/** The mark of a place in `left`: rows by their `_k`, since they move. */
export function markOf(shot: Snapshot, path: string): string {
  const place = placeOf(path);
  if (place.row === undefined) return place.field;
  return `${place.field}/${shot.lists[place.field]?.[place.row]?.key ?? place.row}/${place.cell ?? ""}`;
}

/** What a form begins with: a first empty row where a list needs one and the screen has room. */
export function emptyGiven(program: Program, phone: boolean): Values {
  const lists = phone ? [] : program.fields.filter((field) => field.type === "list" && !field.value);
  return Object.fromEntries(lists.map((field) => [field.key, [newRow()]]));
}

/** `given` with the rows of one list changed. */
export function withRows(given: Values, old: Values | null, list: string, change: (rows: EditRow[]) => EditRow[]): Values {
  return { ...given, [list]: change(rowsOf(list, given, old)) };
}

/** `given` with one cell changed. */
export function withCell(given: Values, old: Values | null, list: string, row: string, cell: string, value: unknown): Values {
  return withRows(given, old, list, (rows) => rows.map((one) => (one._k === row ? { ...one, [cell]: value } : one)));
}

/** A place in words: a field's label, a row's as `Inputs 3 · Fed`. */
export function placeName(program: Program, path: string, label: (given: Label) => string): string {
  const place = placeOf(path);
  const field = program.fields.find((one) => one.key === place.field);
  if (!field) return place.field;
  const cell = field.fields?.find((one) => one.key === place.cell);
  const row = place.row === undefined ? label(field.label) : `${label(field.label)} ${place.row + 1}`;
  return cell ? `${row} · ${label(cell.label)}` : row;
}

/** Places in the order they are read: the form's fields, a list's rows from above. */
export function inOrder(program: Program, paths: string[]): string[] {
  const fields = program.fields.map((field) => field.key);
  const cells = Object.fromEntries(program.fields.map((field) => [field.key, (field.fields ?? []).map((one) => one.key)]));
  const rank = (path: string): number[] => {
    const place = placeOf(path);
    const at = fields.indexOf(place.field);
    return [at < 0 ? fields.length : at, place.row ?? -1, (cells[place.field] ?? []).indexOf(place.cell ?? "")];
  };
  return [...paths].sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return x.map((one, at) => one - (y[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
  });
}

/** Errors that stand at a field of the form, and those that stand at none. */
export function sorted(program: Program, errors: FieldError[]): { placed: FieldError[]; loose: string[] } {
  const isPlaced = (error: FieldError): boolean => placeOf(error.path).field in program.byKey;
  return { placed: errors.filter(isPlaced), loose: [...new Set(errors.filter((error) => !isPlaced(error)).map((error) => error.message))] };
}

const CLOCKS = Object.fromEntries(["zh-CN", "en-GB"].map((one) => [one, new Intl.DateTimeFormat(one, { hour: "2-digit", minute: "2-digit" })]));

/** Hours and minutes, with the day when it is another. */
export function shortTime(at: string, now: Date = new Date(), lang: Lang = currentLang()): string {
  const then = new Date(at);
  const time = CLOCKS[lang === "zh" ? "zh-CN" : "en-GB"]?.format(then) ?? "";
  return then.toDateString() === now.toDateString() ? time : `${then.toLocaleDateString("sv-SE")} ${time}`;
}

