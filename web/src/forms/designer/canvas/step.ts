import { type Doc, fieldsOf, groupsOf, type Path, splitPath } from "../model/doc.ts";
import type { Spot } from "../model/ops.ts";

/** The spot one place before or behind a stretch of fellows, past the edge of their part into the next; null at the end. */
export function steppedSpot(doc: Doc, paths: Path[], by: 1 | -1): Spot | null {
  const first = paths[0];
  if (first === undefined) return null;
  const { list } = splitPath(first);
  const keys = paths.filter((path) => splitPath(path).list === list).map((path) => splitPath(path).key);
  const going = new Set(keys);
  if (list) {
    const order = Object.keys(fieldsOf(doc, list)).filter((key) => !fieldsOf(doc, list)[key]?.retired);
    const before = stepped(order, going, by);
    return before === undefined ? null : { list, before };
  }
  const groups = groupsOf(doc);
  const at = groups.findIndex((group) => group.keys.some((key) => going.has(key)));
  const group = groups[at];
  if (!group) return null;
  const before = stepped(group.keys, going, by);
  if (before !== undefined) return { section: group.section, before };
  const next = groups[at + by];
  return next ? { section: next.section, before: by > 0 ? (next.keys[0] ?? null) : null } : null;
}

/** The fellow to stand before after one step: null for the end, undefined where there is no step to make. */
function stepped(order: string[], going: Set<string>, by: 1 | -1): string | null | undefined {
  const at = order.map((key, n) => (going.has(key) ? n : -1)).filter((n) => n >= 0);
  const [low, high] = [Math.min(...at), Math.max(...at)];
  if (by < 0) return low === 0 ? undefined : order[low - 1];
  if (high === order.length - 1) return undefined;
  return order[high + 2] ?? null;
}
