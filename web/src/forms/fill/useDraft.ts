import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { keys, newKey } from "../../api/index.ts";
import { choose } from "../drafts/choose.ts";
import { type DraftPlace, dropServerDraft, findDraft, type LostField, readServerDraft, type Replaced } from "../drafts/server.ts";
import { type Draft, draftName, dropDraft, fitting, keepDraft, readDraft } from "../model/draft.ts";
import type { Values } from "../model/engine.ts";
import { useDraftSending } from "./useDraftSending.ts";

const PAUSE_MS = 400;

/** What was brought back: from which device (`""` this one), what the form no longer has, what was written apart from it. */
export type Restored = { at: string; device: string; lost: (LostField & { value: unknown })[]; other: Replaced | null; /** The record was changed since. */ stale: boolean };

/** What was found to go on with. */
type Found = { draft: Draft; restored: Restored };

async function fromServer(id: string, other: Replaced | null): Promise<Found> {
  const found = await readServerDraft(id);
  const lost = found.lost.map((field) => ({ ...field, value: field.path.includes(".") ? undefined : found.values[field.path] }));
  const draft = { given: found.values, key: found.key, at: found.updated_at, revision: found.revision, id: found.id, saved: found.saved, sent: true };
  return { draft, restored: { at: found.updated_at, device: found.device, lost, other, stale: false } };
}

/** The draft to go on with: this device's or the server's; without a network this device's. */
async function lookFor(name: string, place: DraftPlace): Promise<Found | null> {
  const local = await readDraft(name);
  const own = (other: Replaced | null = null): Found | null => (local ? { draft: local, restored: { at: local.at, device: "", lost: [], other, stale: false } } : null);
  try {
    const server = await findDraft(place);
    const { take, differ } = choose(local, server);
    if (take === "gone") await dropDraft(name);
    if (take === "server" && server) return await fromServer(server.id, differ && local ? { device: "", at: local.at } : null);
    return take === "local" ? own(differ && server ? { device: server.device, at: server.updated_at } : null) : null;
  } catch {
    return own();
  }
}

/**
 * Keeps what is typed on this device at once, on the server a moment later, until it is submitted; and brings it back,
 * on whichever device it is gone on with.
 *
 * @param place `null` while it is not known whose draft it is.
 */
export function useDraft(place: DraftPlace | null, fields: Set<string>, restore: (given: Values) => void) {
  const name = place ? draftName(place.person, place.form + place.begun, place.record ?? undefined) : "";
  const client = useQueryClient();
  const key = useRef(newKey());
  const waiting = useRef<Draft | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [restored, setRestored] = useState<Restored | null>(null);
  const [kept, setKept] = useState<string | null>(null);
  const at = useMemo(() => place, [place?.person, place?.form, place?.version, place?.record, place?.revision, place?.begun]);
  const { acts: sending, replaced, hereOnly } = useDraftSending(at, name);

  const store = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    const draft = waiting.current;
    waiting.current = null;
    if (draft && name && (await keepDraft(name, draft))) setKept(draft.at);
  }, [name]);

  const keep = useCallback(
    (given: Values): void => {
      const draft = { given, key: key.current, at: new Date().toISOString(), revision: at?.revision ?? null, ...sending.mark(), sent: false };
      waiting.current = draft;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void store(), PAUSE_MS);
      sending.later(draft);
    },
    [store, at, sending],
  );

  const flush = useCallback(async (): Promise<void> => {
    await store();
    await sending.settle();
  }, [store, sending]);

  const drop = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    waiting.current = null;
    key.current = newKey();
    setRestored(null);
    setKept(null);
    const { id, saved } = await sending.forget();
    await dropDraft(name);
    if (saved) await dropServerDraft(id).catch(() => undefined);
    void client.invalidateQueries({ queryKey: keys.drafts });
  }, [name, sending, client]);

  const brought = useRef(restore);
  brought.current = restore;
  useEffect(() => {
    if (!name || !at) return;
    let gone = false;
    void lookFor(name, at).then((found) => {
      if (gone || !found || waiting.current !== null) return;
      key.current = found.draft.key;
      sending.take(found.draft);
      const given = fitting(found.draft.given, fields);
      brought.current(given);
      const known = new Set(found.restored.lost.map((field) => field.path));
      const more = Object.keys(found.draft.given).filter((path) => !fields.has(path) && !known.has(path));
      const lost = more.map((path) => ({ path, label: { zh: path, en: path }, value: found.draft.given[path] }));
      setRestored({ ...found.restored, lost: [...found.restored.lost, ...lost], stale: found.draft.revision !== at.revision });
    });
    return () => {
      gone = true;
    };
  }, [name, at, fields, sending]);

  useEffect(() => {
    const leaving = (): void => void store();
    document.addEventListener("visibilitychange", leaving);
    window.addEventListener("pagehide", leaving);
    return () => {
      document.removeEventListener("visibilitychange", leaving);
      window.removeEventListener("pagehide", leaving);
      leaving();
    };
  }, [store]);

  return { key, keep, drop, flush, restored, kept, replaced, hereOnly, forgetNotice: () => setRestored(null) };
}
