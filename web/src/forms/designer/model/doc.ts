import { keyInWords, labelFromKey } from "../../../api/index.ts";
import { type Lang, type Label, labelText } from "../../../kit/index.ts";
import { PRESETS } from "../../model/preset.ts";

/** One field of a form's document, as the API sends it; a field type's own options stand beside the common ones. */
export type FieldDoc = {
  type: string;
  label?: Label | string | null;
  hint?: Label | string | null;
  required?: boolean;
  width?: number;
  retired?: boolean;
  scan?: boolean;
  /** list: its row fields, by key, in order */
  fields?: Record<string, FieldDoc>;
  [option: string]: unknown;
};

/** A titled part of the form; one with `tab` begins a tab. */
export type SectionDoc = {
  label: Label | string;
  fields: string[];
  tab?: boolean;
  visible_when?: string | null;
  hint?: Label | string | null;
  collapsed?: boolean;
};

/** A form's document as the API sends it: fields by key, in order. */
export type Doc = {
  form: string;
  label: Label | string;
  hint?: Label | string | null;
  app?: string;
  folder?: string;
  icon?: string;
  fields: Record<string, FieldDoc>;
  sections?: SectionDoc[];
  trace?: unknown;
  [part: string]: unknown;
};

/** `supplier`, or `inputs.lot` for a field of a detail list. */
export type Path = string;

/** The two parts of a path; `list` is `""` for a field of the form itself. */
export function splitPath(path: Path): { list: string; key: string } {
  const dot = path.indexOf(".");
  return dot < 0 ? { list: "", key: path } : { list: path.slice(0, dot), key: path.slice(dot + 1) };
}

export function joinPath(list: string, key: string): Path {
  return list ? `${list}.${key}` : key;
}

/** The fields beside which a path stands: the form's, or those of its list. */
export function fieldsOf(doc: Doc, list = ""): Record<string, FieldDoc> {
  return (list ? doc.fields[list]?.fields : doc.fields) ?? {};
}

export function fieldAt(doc: Doc, path: Path): FieldDoc | undefined {
  const { list, key } = splitPath(path);
  const fields = fieldsOf(doc, list);
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

export type Found = { path: Path; key: string; list: string; field: FieldDoc };

/** Every field with its path, each list before its row fields. */
export function eachField(doc: Doc): Found[] {
  return Object.entries(doc.fields).flatMap(([key, field]) => [
    { path: key, key, list: "", field },
    ...Object.entries(field.fields ?? {}).map(([inner, row]) => ({ path: `${key}.${inner}`, key: inner, list: key, field: row })),
  ]);
}

/** The label in the language shown, else the key in words, as the server would say it. */
export function labelOf(key: string, field: { label?: Label | string | null } | undefined, lang: Lang): string {
  return labelText(field?.label, lang) || keyInWords(key);
}

/** The plain type of a field, presets resolved. */
export function typeOf(field: FieldDoc): string {
  return PRESETS[field.type]?.type ?? field.type;
}

export function isList(field: FieldDoc | undefined): boolean {
  return field !== undefined && typeOf(field) === "list";
}

const MOST = 40;

/** An ASCII slug of a text, `""` when nothing of it is ASCII: `Supplier's lot` becomes `suppliers_lot`. */
export function keyFrom(text: string): string {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "_").replace(/^[_0-9]+|_+$/g, "").slice(0, MOST).replace(/_+$/, "");
}

/** `wish` where it is free beside the other fields, else `wish_2`, `wish_3` ...; `but` is a key that may be taken again. */
export function freeKey(doc: Doc, wish: string, list = "", but = ""): string {
  const taken = fieldsOf(doc, list);
  const free = (key: string): boolean => key === but || !Object.hasOwn(taken, key);
  const base = wish || "field";
  if (free(base)) return base;
  const stem = base.replace(/_\d+$/, "") || base;
  for (let n = 2; ; n += 1) if (free(`${stem}_${n}`)) return `${stem}_${n}`;
}

/** One part of the canvas: a section, or the fields that no section names (`section` is null). */
export type Group = { section: number | null; doc: SectionDoc | null; keys: string[] };

/** The form as it is drawn: its sections, then what no section names. Retired fields are left out. */
export function groupsOf(doc: Doc): Group[] {
  const sections = doc.sections ?? [];
  const named = new Set(sections.flatMap((section) => section.fields));
  const lives = (key: string): boolean => Object.hasOwn(doc.fields, key) && !doc.fields[key]?.retired;
  const rest = Object.keys(doc.fields).filter((key) => !named.has(key) && lives(key));
  const groups: Group[] = sections.map((section, index) => ({ section: index, doc: section, keys: section.fields.filter(lives) }));
  return rest.length || !sections.length ? [...groups, { section: null, doc: null, keys: rest }] : groups;
}

/** Every path in the order it is drawn in: for moving with the arrow keys and for selecting a stretch. */
export function drawnPaths(doc: Doc): Path[] {
  return groupsOf(doc).flatMap((group) =>
    group.keys.flatMap((key) => [
      key,
      ...Object.entries(doc.fields[key]?.fields ?? {})
        .filter(([, field]) => !field.retired)
        .map(([inner]) => `${key}.${inner}`),
    ]),
  );
}

/** The section that a field of the form stands in, null where none names it. */
export function sectionOf(doc: Doc, key: string): number | null {
  const at = (doc.sections ?? []).findIndex((section) => section.fields.includes(key));
  return at < 0 ? null : at;
}

/** Columns of twelve that a field takes. */
export function widthOf(field: FieldDoc): number {
  return Math.max(3, Math.min(12, Number(field.width ?? (isList(field) ? 12 : 6))));
}

/** The widths that can be chosen. */
export const WIDTHS = [3, 4, 6, 8, 12] as const;

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** A draft may hold mistakes; this is what the designer can draw of it, the same document where it has none. */
export function soundDoc(key: string, given: unknown): Doc {
  const doc = isMap(given) ? given : {};
  const fields = soundFields(doc.fields);
  const sections = Array.isArray(doc.sections) ? doc.sections.filter((one): one is SectionDoc => isMap(one) && Array.isArray(one.fields)) : undefined;
  return { ...doc, form: key, label: (doc.label ?? "") as Doc["label"], fields, ...(doc.sections === undefined ? {} : { sections }) };
}

function soundFields(given: unknown): Record<string, FieldDoc> {
  const kept = Object.entries(isMap(given) ? given : {}).filter((pair): pair is [string, FieldDoc] => isMap(pair[1]) && typeof pair[1].type === "string");
  return Object.fromEntries(kept.map(([key, field]) => [key, soundField(key, field)]));
}

/** Publishing leaves out a label that is the key in words; here it is said, so that what comes back is what was drawn. */
function soundField(key: string, field: FieldDoc): FieldDoc {
  const named = field.label ? field : { ...field, label: labelFromKey(key) };
  return field.fields === undefined ? named : { ...named, fields: soundFields(field.fields) };
}
