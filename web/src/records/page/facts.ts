import { type FieldDef, type FileValue, type FormInfo, holds, type RecordData, type Row } from "../../api/index.ts";
import { isBlank } from "../../forms/model/scalar.ts";

/** A part of the record page: a title (none for the last, unnamed part) and its fields. */
export type Part = { label: { zh: string; en: string } | null; fields: FieldDef[] };

/** Fields the person may read, in the form's sections; what no section names comes last. */
export function partsOf(form: FormInfo): Part[] {
  const fields = form.definition.fields.filter((field) => holds(form.readable, field.key));
  const named = new Set(form.definition.sections.flatMap((section) => section.fields));
  const at = new Map(fields.map((field) => [field.key, field]));
  const parts: Part[] = form.definition.sections.map((section) => ({
    label: section.label,
    fields: section.fields.flatMap((key) => at.get(key) ?? []),
  }));
  return [...parts, { label: null, fields: fields.filter((field) => !named.has(field.key)) }].filter((part) => part.fields.length > 0);
}

/** Whether a field is worth its place: one that shows only at times, or is retired, is left out while blank. */
export function isShown(field: FieldDef, value: unknown): boolean {
  return !isBlank(value) || !(field.visible_when || field.retired);
}

const WEIGHT = ["lot", "quantity", "choice", "datetime", "link", "date", "location", "person"];
const FACTS = 4;

/** The four fields that say most: one of each weighty type, those in the title aside. */
export function keyFacts(form: FormInfo, record: RecordData): FieldDef[] {
  const inTitle = new Set([...(form.definition.title ?? "").matchAll(/\{(\w+)/g)].map((found) => found[1]));
  const open = form.definition.fields.filter((field) => !isBlank(record.fields[field.key]) && field.type !== "list" && field.type !== "serial");
  const ranked = WEIGHT.flatMap((type) => open.filter((field) => field.type === type && (type === "lot" || !inTitle.has(field.key))).slice(0, 1));
  const others = open.filter((field) => WEIGHT.includes(field.type) && !ranked.includes(field) && !inTitle.has(field.key));
  return [...ranked, ...others].slice(0, FACTS);
}

/** Every value of a record with its field, rows of lists included. */
function* everyValue(form: FormInfo, record: RecordData): Generator<[FieldDef, unknown]> {
  for (const field of form.definition.fields) {
    const value = record.fields[field.key];
    if (field.type !== "list") yield [field, value];
    else for (const row of (value ?? []) as Row[]) for (const inner of field.fields ?? []) yield [inner, row[inner.key]];
  }
}

/** Codes of the lots a record names, each once. */
export function lotsOf(form: FormInfo, record: RecordData): string[] {
  const codes = [...everyValue(form, record)].flatMap(([field, value]) => {
    const code = field.type === "lot" && (value as { code?: string } | null)?.code;
    return code ? [code] : [];
  });
  return [...new Set(codes)];
}

/** The files a record keeps, with the field they belong to. */
export function filesOf(form: FormInfo, record: RecordData): { field: FieldDef; file: FileValue }[] {
  return [...everyValue(form, record)].flatMap(([field, value]) => {
    if (!["file", "image", "signature"].includes(field.type) || isBlank(value)) return [];
    return ([value].flat() as FileValue[]).map((file) => ({ field, file }));
  });
}

/** Records a record leads to, each once. */
export function linksOf(form: FormInfo, record: RecordData): { field: FieldDef; form: string; id: string; title: string }[] {
  const seen = new Set<string>();
  return [...everyValue(form, record)].flatMap(([field, value]) => {
    const link = value as { id?: string; title?: string } | null;
    if (!field.to || !link?.id || seen.has(link.id)) return [];
    seen.add(link.id);
    return [{ field, form: String(field.to), id: link.id, title: link.title ?? link.id }];
  });
}

/** The field at a timeline's path: `inputs[2].fed` is the field `fed` of the list `inputs`. */
export function fieldAtPath(form: FormInfo, path: string): FieldDef | undefined {
  const keys = path.replaceAll(/\[[^\]]*\]/g, "").split(".");
  let fields: FieldDef[] | undefined = form.definition.fields;
  let found: FieldDef | undefined;
  for (const key of keys) {
    found = fields?.find((field) => field.key === key);
    fields = found?.fields;
  }
  return found;
}
