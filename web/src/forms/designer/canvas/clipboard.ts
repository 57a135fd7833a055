import { type Doc, type FieldDoc, fieldAt, type Path, splitPath } from "../model/doc.ts";
import { outermost } from "../model/ops.ts";

/** Fields on their way to another place or another form, also in another tab of this browser. */
export type Clip = { key: string; field: FieldDoc }[];

const STORED = "suyuan.fields";

/** Keeps fields to be pasted; a list brings its columns. */
export function clip(doc: Doc, paths: Path[]): Clip {
  const taken = outermost(paths).flatMap((path) => {
    const field = fieldAt(doc, path);
    return field ? [{ key: splitPath(path).key, field }] : [];
  });
  if (taken.length) localStorage.setItem(STORED, JSON.stringify(taken));
  return taken;
}

/** What was kept last, [] when there is nothing that can be pasted. */
export function clipped(): Clip {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(STORED) ?? "[]");
    return Array.isArray(found) ? found.filter(isField) : [];
  } catch {
    return [];
  }
}

function isField(one: unknown): one is Clip[number] {
  const { key, field } = (one ?? {}) as { key?: unknown; field?: { type?: unknown } };
  return typeof key === "string" && typeof field?.type === "string";
}
