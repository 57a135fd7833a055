import { type FieldDef, type FileValue, type FormDef, type FormInfo, holds, type RecordData, type Row } from "../../api/index.ts";
import { type Part, partsOf } from "../../forms/fill/parts.ts";
import { isBlank } from "../../forms/model/scalar.ts";

/** Fields the person may read, in the form's sections; what no section names comes last. */
export function readableParts(form: FormInfo): Part<FieldDef>[] {
  const fields = form.definition.fields.filter((field) => holds(form.readable, field.key));
  return partsOf(form.definition, fields).filter((part) => part.fields.length > 0);
}

/** Fields that show only at times: by their own condition, by a rule, or with their section. */
export function timely(definition: FormDef): Set<string> {
  const ruled = (definition.linkage ?? []).filter((rule) => rule.on !== false).flatMap((rule) => [...(rule.show ?? []), ...(rule.hide ?? [])]);
  const parted = definition.sections.filter((section) => section.visible_when).flatMap((section) => section.fields);
  const own = definition.fields.filter((field) => field.visible_when).map((field) => field.key);
  return new Set([...own, ...parted, ...ruled]);
}

/** Whether a field is worth its place: one that shows only at times, or is retired, is left out while blank. */
export function isShown(field: FieldDef, value: unknown, timed: Set<string>): boolean {
  return !isBlank(value) || !(timed.has(field.key) || field.retired);
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

/** Records a record leads to, each once, without those this person may not know. */
export function linksOf(form: FormInfo, record: RecordData): { field: FieldDef; form: string; id: string; title: string }[] {
  const seen = new Set<string>();
  return [...everyValue(form, record)].flatMap(([field, value]) => {
    const link = value as { id?: string; title?: string | null } | null;
    if (!field.to || !link?.id || !link.title || seen.has(link.id)) return [];
    seen.add(link.id);
    return [{ field, form: String(field.to), id: link.id, title: link.title }];
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
