import type { FaceKind, FieldDef, FormInfo } from "../../api/index.ts";
import { OWN_FIELDS } from "../../forms/model/own.ts";
import { showable } from "../list/columns.ts";

/** How a list is shown, as its address keeps it. */
export type Face = { kind: FaceKind; by: string; date: string; until: string; picture: string };

/** The members of a face: which kind needs them, and the types of field that serve. */
export const PARTS = {
  by: { kind: "kanban", types: ["choice", "link", "location", "person"] },
  date: { kind: "calendar", types: ["date", "datetime"] },
  until: { kind: "calendar", types: ["date", "datetime"] },
  picture: { kind: "gallery", types: ["image"] },
} as const;
export type FacePart = keyof typeof PARTS;
export const KINDS: FaceKind[] = ["table", "kanban", "calendar", "gallery"];
const NEEDED: Record<FaceKind, FacePart | null> = { table: null, kanban: "by", calendar: "date", gallery: "picture" };

/** The fields of a form that may serve as a part of a face, the likeliest first: choices before links. */
export function fieldsFor(form: FormInfo, part: FacePart): FieldDef[] {
  const types: readonly string[] = PARTS[part].types;
  const serving = showable(form).filter((field) => !OWN_FIELDS.includes(field) && types.includes(field.type));
  return part === "by" ? serving.sort((a, b) => types.indexOf(a.type) - types.indexOf(b.type)) : serving;
}

/** Whether a form has what a kind of face needs. */
export function canShow(form: FormInfo, kind: FaceKind): boolean {
  const part = NEEDED[kind];
  return part === null || fieldsFor(form, part).length > 0;
}

/** The parts of a face of `kind`, those it needs filled with the first field that serves. */
export function faceOf(form: FormInfo, kind: FaceKind, given: Partial<Record<FacePart, string | null>> = {}): Face {
  const face: Face = { kind, by: "", date: "", until: "", picture: "" };
  for (const part of Object.keys(PARTS) as FacePart[]) {
    if (PARTS[part].kind !== kind) continue;
    const fields = fieldsFor(form, part);
    const known = fields.some((field) => field.key === given[part]);
    face[part] = known ? String(given[part]) : part === NEEDED[kind] ? (fields[0]?.key ?? "") : "";
  }
  return NEEDED[kind] && !face[NEEDED[kind]] ? { kind: "table", by: "", date: "", until: "", picture: "" } : face;
}

/** The fields that a face shows beside the columns. */
export function faceFields(face: Face): string[] {
  return [face.by, face.date, face.until, face.picture].filter(Boolean);
}
