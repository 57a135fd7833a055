import { useEffect, useMemo, useRef, useState } from "react";
import { newKey, Problem, problemText } from "../../api/index.ts";
import { type DraftPlace, putDraft, type Replaced } from "../drafts/server.ts";
import { type Draft, keepDraft } from "../model/draft.ts";

const PAUSE_MS = 2000;

/** How a draft gets to the server. The object stays the same while the form is open. */
export type DraftSending = {
  /** The draft's id on the server and how often it had been kept there. */
  mark: () => { id: string; saved: number };
  /** Sends a draft a moment later, only the last of many. */
  later: (draft: Draft) => void;
  /** Nothing more is sent; done when what is under way has come through. */
  settle: () => Promise<void>;
  /** Goes on with a draft that was found. */
  take: (draft: Draft) => void;
  /** Begins anew; answers what was the mark. */
  forget: () => Promise<{ id: string; saved: number }>;
};

/** Sends drafts to the server one after the other; what cannot be sent waits for the network. */
export function useDraftSending(place: DraftPlace | null, name: string): { acts: DraftSending; replaced: Replaced | null; hereOnly: string } {
  const [replaced, setReplaced] = useState<Replaced | null>(null);
  const [hereOnly, setHereOnly] = useState("");
  const now = useRef({ place, name });
  now.current = { place, name };

  const acts = useMemo<DraftSending & { send: () => void }>(() => {
    let mark = { id: newKey(), saved: 0 };
    let unsent: Draft | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let under: Promise<void> | null = null;

    const sendOne = async (draft: Draft): Promise<void> => {
      const { place: at, name: named } = now.current;
      if (!at) return;
      const { id } = mark;
      try {
        const kept = await putDraft(id, at, { values: draft.given, key: draft.key, saved: mark.saved });
        if (mark.id !== id) return;
        mark = { id, saved: kept.saved };
        setHereOnly("");
        if (kept.replaced) setReplaced(kept.replaced);
        if (!unsent) await keepDraft(named, { ...draft, ...mark, sent: true });
      } catch (problem) {
        const refused = problem instanceof Problem && problem.status >= 400 && problem.status < 500 && problem.status !== 429;
        if (refused) setHereOnly(problem.errors[0]?.message ?? problemText(problem));
        else unsent ??= draft;
      }
    };
    function send(): void {
      clearTimeout(timer);
      const draft = unsent;
      if (!draft || under) return;
      unsent = null;
      under = sendOne(draft).finally(() => {
        under = null;
        if (unsent && unsent !== draft) later(unsent);
      });
    }
    function later(draft: Draft): void {
      unsent = draft;
      clearTimeout(timer);
      timer = setTimeout(send, PAUSE_MS);
    }
    const settle = async (): Promise<void> => {
      clearTimeout(timer);
      if (under) await under;
    };
    return {
      mark: () => mark,
      later,
      send,
      settle,
      take: (draft) => {
        mark = { id: draft.id || newKey(), saved: draft.saved ?? 0 };
        if (!draft.sent) later(draft);
      },
      forget: async () => {
        const before = mark;
        unsent = null;
        clearTimeout(timer);
        if (under) await under;
        const last = mark.id === before.id ? mark : before;
        mark = { id: newKey(), saved: 0 };
        setReplaced(null);
        return last;
      },
    };
  }, []);

  useEffect(() => {
    const { send } = acts;
    const hidden = (): void => void (document.hidden && send());
    window.addEventListener("online", send);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      window.removeEventListener("online", send);
      document.removeEventListener("visibilitychange", hidden);
      queueMicrotask(send); // after what was typed last is told
    };
  }, [acts]);
  return { acts, replaced, hereOnly };
}
