import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Problem } from "../../api/index.ts";
import { drawnKey, savePrint } from "./data.ts";
import type { BlockDoc, Drawn, PrintDoc } from "./types.ts";

export type Saving = "saved" | "saving" | "refused";
export type Edit = {
  doc: PrintDoc;
  saving: Saving;
  problem: Problem | null;
  /** Index of the chosen block, -1 for the template itself. */
  at: number;
  choose: (at: number) => void;
  set: (changes: Partial<PrintDoc>) => void;
  block: (at: number, changes: Partial<BlockDoc>) => void;
  put: (blocks: BlockDoc[], at?: number) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
  /** Sends what is not sent yet; false when it was refused. */
  flush: () => Promise<boolean>;
};

const WAIT_MS = 700;
const MOST = 100;
type Past = { before: PrintDoc[]; now: PrintDoc; after: PrintDoc[] };

const bare = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

/** One template being drawn: every change is kept, can be undone, and is saved as a draft by itself. */
export function usePrint(drawn: Drawn): Edit {
  const client = useQueryClient();
  const [past, setPast] = useState<Past>({ before: [], now: drawn.definition, after: [] });
  const [at, choose] = useState(-1);
  const [saving, setSaving] = useState<Saving>("saved");
  const [problem, setProblem] = useState<Problem | null>(null);
  const latest = useRef(past.now);
  const sent = useRef(past.now);
  const revision = useRef(drawn.revision);
  const running = useRef<Promise<boolean>>(Promise.resolve(true));
  latest.current = past.now;

  const send = async (): Promise<boolean> => {
    const doc = latest.current;
    if (doc === sent.current) return true;
    setSaving("saving");
    try {
      const saved = await savePrint(doc, revision.current);
      revision.current = saved.revision;
      sent.current = doc;
      setProblem(null);
      setSaving(latest.current === doc ? "saved" : "saving");
      void client.invalidateQueries({ queryKey: drawnKey(doc.form) });
      return true;
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, String(error), ""));
      setSaving("refused");
      return false;
    }
  };
  const flush = (): Promise<boolean> => (running.current = running.current.then(send));
  const last = useRef(flush);
  last.current = flush;
  useEffect(() => {
    if (past.now === sent.current) return;
    const timer = setTimeout(() => void last.current(), WAIT_MS);
    return () => clearTimeout(timer);
  }, [past.now]);
  useEffect(() => () => void last.current(), []);

  const change = (make: (doc: PrintDoc) => PrintDoc): void =>
    setPast(({ before, now }) => ({ before: [...before, now].slice(-MOST), now: make(now), after: [] }));
  return {
    doc: past.now,
    saving,
    problem,
    at: at < past.now.blocks.length ? at : -1,
    choose,
    set: (changes) => change((doc) => bare({ ...doc, ...changes })),
    block: (which, changes) => change((doc) => ({ ...doc, blocks: doc.blocks.map((one, n) => (n === which ? bare({ ...one, ...changes }) : one)) })),
    put: (blocks, chosen) => {
      change((doc) => ({ ...doc, blocks }));
      if (chosen !== undefined) choose(chosen);
    },
    undo: () => setPast((p) => (p.before.length ? { before: p.before.slice(0, -1), now: p.before.at(-1)!, after: [p.now, ...p.after] } : p)),
    redo: () => setPast((p) => (p.after.length ? { before: [...p.before, p.now], now: p.after[0]!, after: p.after.slice(1) } : p)),
    canUndo: past.before.length > 0,
    canRedo: past.after.length > 0,
    flush,
  };
}
