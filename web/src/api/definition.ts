import type { FieldDef, FormDef, FormInfo } from "./types.ts";

type Doc = Record<string, unknown>;

function many(value: unknown): Doc[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as Doc[]) : [value as Doc];
}

/** A key in words, what the server says of a field without a label: `best_before` is "Best before". */
export function keyInWords(key: string): string {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The label of a field that says none: documents leave it out where it is the key in words. */
export function labelFromKey(key: string): FieldDef["label"] {
  return { zh: "", en: keyInWords(key) };
}

/** Fields of a document: by key (`{no: {...}}`, the pack's way) or already in a row. */
function fieldsOf(value: unknown): FieldDef[] {
  const rows: Doc[] = Array.isArray(value)
    ? (value as Doc[])
    : Object.entries((value ?? {}) as Record<string, Doc>).map(([key, field]) => ({ key, ...field }));
  return rows.map((row) => {
    const field = { label: labelFromKey(String(row.key)), ...row } as FieldDef;
    return row.fields === undefined ? field : { ...field, fields: fieldsOf(row.fields) };
  });
}

/** A form's document as the screens use it: key named, fields and lists in order, no part missing. */
export function formOf(document: unknown): FormDef {
  const doc = (document ?? {}) as Doc;
  const key = String(doc.form ?? doc.key ?? "");
  return {
    ...(doc as Partial<FormDef>),
    key,
    app: String(doc.app ?? ""),
    label: (doc.label as FormDef["label"] | undefined) ?? { zh: key, en: key },
    fields: fieldsOf(doc.fields),
    sections: many(doc.sections) as FormDef["sections"],
    views: many(doc.views) as FormDef["views"],
    trace: many(doc.trace) as FormDef["trace"],
    guards: many(doc.guards) as FormDef["guards"],
    then: many(doc.then) as FormDef["then"],
  };
}

/** A form as the server sends it, its document made ready. */
export function formInfoOf(sent: FormInfo): FormInfo {
  return { ...sent, definition: { ...formOf(sent.definition), key: sent.key } };
}
