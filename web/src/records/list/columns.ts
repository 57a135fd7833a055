import { type FieldDef, type FormInfo, holds, type RecordData } from "../../api/index.ts";
import { cellText } from "../../forms/fields/cellText.ts";
import { isLayout, settledField } from "../../forms/model/preset.ts";
import { OWN_FIELDS } from "../../forms/model/own.ts";
import type { Lang } from "../../kit/index.ts";

/** One column of a list; `set` when a person chose its width. */
export type Column = { key: string; field: FieldDef; width: number; set: boolean; right: boolean; sortable: boolean };

const WIDTHS: Record<string, number> = {
  serial: 140,
  lot: 165,
  scan: 160,
  number: 110,
  money: 130,
  quantity: 130,
  catch_weight: 180,
  date: 112,
  time: 80,
  tree: 170,
  datetime: 142,
  bool: 80,
  choice: 110,
  person: 110,
  link: 150,
  location: 140,
  image: 110,
  signature: 110,
};
const RIGHT = new Set(["number", "money", "quantity", "catch_weight"]);
const UNSORTED = new Set(["multi", "list", "image", "file", "signature", "code_range", "rich_text"]);
const NOT_USUAL = new Set(["list", "image", "file", "signature", "multi", "rich_text"]);
/** Columns stay within this many pixels, so that a desk screen need not scroll sideways. */
const USUAL_WIDTH = 1150;
/** The first column also says that a record is voided. */
const ROOM_FOR_VOIDED = 60;

/** What an expression or look-up gives; an expression that does not say gives a number. */
function resultOf(field: FieldDef): string {
  return String(field.result ?? (field.type === "expression" ? "number" : ""));
}

/** Whether values of a field stand at the right: numbers. */
export function isRight(field: FieldDef): boolean {
  return RIGHT.has(field.type) || ((field.type === "expression" || field.type === "lookup") && resultOf(field) === "number");
}

/** The fields a list of a form can show to this person. */
export function showable(form: FormInfo): FieldDef[] {
  const own = form.definition.fields.filter((field) => !field.retired && !isLayout(field) && holds(form.readable, field.key));
  return [...own, ...OWN_FIELDS];
}

function widthOf(field: FieldDef): number {
  return WIDTHS[field.type] ?? 140;
}

/** The fields a form's titles are made of, `{material}` of `{no} · {material}`. */
function titled(form: FormInfo): string[] {
  return [...(form.definition.title ?? "").matchAll(/\{(\w+)/g)].map(([, key = ""]) => key);
}

/** The columns shown when nothing was chosen: what titles say, lots and quantities always, others that read well while there is room. */
export function usualKeys(form: FormInfo): string[] {
  const fields = showable(form).filter((field) => !NOT_USUAL.has(field.type) && !field.long && !OWN_FIELDS.includes(field));
  const measured = ["lot", "quantity"].flatMap((type) => fields.filter((field) => field.type === type && !field.visible_when).slice(0, 2));
  const always = fields.filter((field) => measured.includes(field) || titled(form).includes(field.key));
  let left = USUAL_WIDTH - ROOM_FOR_VOIDED - always.reduce((sum, field) => sum + widthOf(field), 0);
  const chosen = fields.filter((field) => {
    if (always.includes(field)) return true;
    left -= widthOf(field);
    return left >= 0;
  });
  return chosen.map((field) => field.key);
}

/** Columns by key, in that order; unknown and unreadable keys are left out. */
export function columnsOf(form: FormInfo, chosen: string[], widths: Record<string, number> = {}): Column[] {
  const fields = new Map(showable(form).map((field) => [field.key, field]));
  return chosen.flatMap((key, index) => {
    const field = fields.get(key);
    if (!field) return [];
    const set = widths[key];
    const width = set ?? widthOf(field) + (index === 0 ? ROOM_FOR_VOIDED : 0);
    return [{ key, field, width, set: set !== undefined, right: isRight(field), sortable: !UNSORTED.has(field.type) }];
  });
}

const CELL_EDGES = 26;
/** Columns that like no more than this are not cut. */
const SELDOM_CUT = 130;
const NATURAL = { least: 64, most: 340 };

/** About how many pixels a text takes: Chinese characters are twice as wide, capitals a little wider. */
function wideOf(text: string): number {
  return [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2e7f ? 14 : /[A-Z]/.test(char) ? 9.6 : 7.8), 0);
}

/** The width that a column's values and head would like, so that names are not cut while numbers have room to spare. */
export function naturalWidth(column: Column, head: string, records: RecordData[], lang: Lang): number {
  const ready = settledField(column.field);
  const texts = records.map((record) => wideOf(cellText(ready, valueOf(record, column.key), lang)));
  const widest = Math.max(Math.min(wideOf(head) + 16, column.width), ...texts) + CELL_EDGES;
  return Math.round(Math.max(NATURAL.least, Math.min(NATURAL.most, widest)));
}

/** The columns as a grid's template: widths that people set stay, the others share what is left by what they would like. */
export function templateOf(columns: Column[], natural: (column: Column) => number): string {
  const track = (column: Column): string => {
    const like = natural(column);
    return `minmax(${Math.min(Math.max(column.width, SELDOM_CUT), like)}px, ${like}fr)`;
  };
  return columns.map((column) => (column.set ? `${column.width}px` : track(column))).join(" ");
}

/** The fields to ask the server for: the columns' own, without those every record has, and `more`. */
export function askedFields(columns: Column[], more: string[] = []): string {
  const own = columns.filter((column) => !OWN_FIELDS.includes(column.field)).map((column) => column.key);
  return [...new Set([...own, ...more])].join(",");
}

const NARROWEST = 40;
const WIDEST = 1200;

/** Widths that people chose, as one parameter of the address, and back. */
export function packedWidths(widths: Record<string, number>): string {
  return Object.entries(widths)
    .map(([key, width]) => `${key}:${width}`)
    .join(",");
}

export function unpackedWidths(text: string | undefined): Record<string, number> {
  const pairs = [...(text ?? "").matchAll(/([a-z]\w*):(\d{2,4})/g)];
  return Object.fromEntries(pairs.map(([, key = "", width]) => [key, boundWidth(Number(width))]));
}

/** A width that a column may have. */
export function boundWidth(width: number): number {
  return Math.max(NARROWEST, Math.min(WIDEST, Math.round(width)));
}

/** The sort after a click on a header: up, down, the form's own order. */
export function nextSort(sort: string, key: string): string {
  if (sort === key) return `-${key}`;
  return sort === `-${key}` ? "" : key;
}

/** A record's value at a column: its own fields, or what every record has. */
export function valueOf(record: RecordData, key: string): unknown {
  if (key in record.fields) return record.fields[key];
  return key === "created_at" ? record.created_at : key === "state" ? record.state : null;
}
