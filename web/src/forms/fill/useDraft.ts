import { useCallback, useEffect, useRef, useState } from "react";
import { newKey } from "../../api/index.ts";
import { type Draft, dropDraft, fitting, keepDraft, readDraft } from "../model/draft.ts";
import type { Values } from "../model/engine.ts";

const PAUSE_MS = 400;

/**
 * Keeps what is typed on this device until it is submitted, and brings it back.
 *
 * @param name of the draft, `""` while it is not known whose it is.
 */
export function useDraft(name: string, revision: number | null, fields: Set<string>, restore: (given: Values) => void) {
  const key = useRef(newKey());
  const waiting = useRef<Draft | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [restored, setRestored] = useState<string | null>(null);
  const [kept, setKept] = useState<string | null>(null);
  const [ready, setReady] = useState(false);

  const flush = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    const draft = waiting.current;
    waiting.current = null;
    if (draft && name && (await keepDraft(name, draft))) setKept(draft.at);
  }, [name]);

  const keep = useCallback(
    (given: Values): void => {
      waiting.current = { given, key: key.current, at: new Date().toISOString(), revision };
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), PAUSE_MS);
    },
    [flush, revision],
  );

  const drop = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    waiting.current = null;
    key.current = newKey();
    setRestored(null);
    setKept(null);
    await dropDraft(name);
  }, [name]);

  const brought = useRef(restore);
  brought.current = restore;
  useEffect(() => {
    if (!name) return;
    let gone = false;
    void readDraft(name).then((draft) => {
      if (gone) return;
      if (draft && draft.revision === revision && waiting.current === null) {
        key.current = draft.key;
        brought.current(fitting(draft.given, fields));
        setRestored(draft.at);
      }
      setReady(true);
    });
    return () => {
      gone = true;
    };
  }, [name, revision, fields]);

  useEffect(() => {
    const leaving = (): void => void flush();
    document.addEventListener("visibilitychange", leaving);
    window.addEventListener("pagehide", leaving);
    return () => {
      document.removeEventListener("visibilitychange", leaving);
      window.removeEventListener("pagehide", leaving);
      leaving();
    };
  }, [flush]);

  return { key, keep, drop, flush, restored, kept, ready, forgetNotice: () => setRestored(null) };
}
