import type { Doc } from "./doc.ts";
import { merge3, same } from "./merge.ts";

/** One change that can be undone: its name in words, the document before and after it. */
export type Step = { name: string; before: Doc; after: Doc; at: number };

export type History = { past: Step[]; future: Step[] };

export const NO_HISTORY: History = { past: [], future: [] };

const MOST = 200;
/** Changes of the same name so close together are one: typing a label is. */
const TOGETHER_MS = 900;

/** Remembers a change; what was undone before is gone. */
export function remember(history: History, name: string, before: Doc, after: Doc, at: number): History {
  const last = history.past.at(-1);
  if (last && last.name === name && at - last.at < TOGETHER_MS && last.after === before) {
    return { past: [...history.past.slice(0, -1), { ...last, after, at }], future: [] };
  }
  return { past: [...history.past, { name, before, after, at }].slice(-MOST), future: [] };
}

/** Takes the last change back. What somebody else changed since then stays. */
export function undone(history: History, now: Doc): { history: History; doc: Doc } {
  const step = history.past.at(-1);
  if (!step) return { history, doc: now };
  const doc = now === step.after || same(now, step.after) ? step.before : merge3(step.after, step.before, now).doc;
  return { history: { past: history.past.slice(0, -1), future: [...history.future, step] }, doc };
}

/** Does the change that was last taken back again. */
export function redone(history: History, now: Doc): { history: History; doc: Doc } {
  const step = history.future.at(-1);
  if (!step) return { history, doc: now };
  const doc = now === step.before || same(now, step.before) ? step.after : merge3(step.before, step.after, now).doc;
  return { history: { past: [...history.past, { ...step, at: 0 }], future: history.future.slice(0, -1) }, doc };
}
