import { useCallback } from "react";
import { useT } from "../../../kit/index.ts";
import { type Doc, type FieldDoc, fieldAt, labelOf, type Path, splitPath } from "../model/doc.ts";
import { setField, setForm } from "../model/ops.ts";
import { fieldOfPath } from "../model/server.ts";
import { type Designer, useDesigner } from "../model/useDesigner.ts";

/** One field being edited: its document and how to change it. */
export type Edited = {
  d: Designer;
  path: Path;
  field: FieldDoc;
  label: string;
  /** In a detail list. */
  list: string;
  /** Stands in a published version: its key and column are fixed. */
  fixed: boolean;
  errors: string[];
  /** What could be better, in words. */
  hints: string[];
  set: (changes: Partial<FieldDoc>) => void;
};

/** The field at a path; `undefined` once it is gone. */
export function useField(path: Path): Edited | undefined {
  const d = useDesigner();
  const t = useT("forms");
  const field = fieldAt(d.doc, path);
  const { list, key } = splitPath(path);
  const label = labelOf(key, field, d.lang);
  const { apply } = d;
  const set = useCallback((changes: Partial<FieldDoc>) => apply(t("dp_changed", { what: label }), (doc) => setField(doc, path, changes)), [apply, t, label, path]);
  if (!field) return undefined;
  const fixed = d.published !== null && fieldAt(d.published, path) !== undefined;
  return { d, path, field, label, list, fixed, errors: d.errors[path] ?? [], hints: d.hints.filter((one) => fieldOfPath(one.path) === path).map((one) => one.message), set };
}

/** Changes properties of the form, under a name for undo. */
export function useFormChange(): (what: string, changes: Partial<Doc>) => void {
  const { apply } = useDesigner();
  const t = useT("forms");
  return useCallback((what, changes) => apply(t("dp_changed", { what }), (doc) => setForm(doc, changes)), [apply, t]);
}
