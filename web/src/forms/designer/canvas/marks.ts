import { ExprError, parse, reads } from "../../../expr/index.ts";
import { type Doc, fieldAt, type Path, splitPath } from "../model/doc.ts";

/** What a field is to the trace. */
export type Mark = "input" | "output" | "object" | "parent" | "quantity" | "where";

type Part = { lot?: unknown; quantity?: unknown };

const many = (value: unknown): Part[] => (Array.isArray(value) ? (value as Part[]) : value && typeof value === "object" ? [value as Part] : []);

const NONE: ReadonlyMap<Path, Mark> = new Map();
const known = new WeakMap<object, Map<Path, Mark>>();

/** The fields that a form's trace events read, by path. Kept for each `trace` part: it seldom changes. */
export function traceMarks(doc: Doc): ReadonlyMap<Path, Mark> {
  if (!doc.trace || typeof doc.trace !== "object") return NONE;
  const kept = known.get(doc.trace);
  if (kept) return kept;
  const events = many(doc.trace) as Record<string, unknown>[];
  const marks = new Map<Path, Mark>();
  const mark = (path: unknown, what: Mark): void => {
    if (typeof path === "string" && path && !marks.has(path)) marks.set(path, what);
  };
  for (const event of events) {
    for (const [part, what] of [["inputs", "input"], ["outputs", "output"], ["objects", "object"]] as const) {
      for (const one of many(event[part])) {
        mark(one.lot, what);
        for (const path of pathsIn(one.quantity)) mark(inList(doc, one.lot, path), "quantity");
      }
    }
    mark(event.parent, "parent");
    mark(event.where, "where");
  }
  known.set(doc.trace, marks);
  return marks;
}

/** A quantity beside a lot of a list is read in its row. */
function inList(doc: Doc, lot: unknown, path: string): string {
  const { list } = splitPath(String(lot ?? ""));
  return list && fieldAt(doc, `${list}.${path}`) ? `${list}.${path}` : path;
}

function pathsIn(text: unknown): string[] {
  if (typeof text !== "string") return [];
  try {
    return [...reads(parse(text))];
  } catch (error) {
    if (error instanceof ExprError) return [];
    throw error;
  }
}
