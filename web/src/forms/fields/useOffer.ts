import { useCallback, useEffect, useRef, useState } from "react";
import type { Option } from "./tools.ts";

export type Offer = { items: Option[]; searched: string; state: "idle" | "loading" | "ready" | "failed" };

const PAUSE_MS = 160;

/** Asks for options as a person types; answers that come too late are dropped. */
export function useOffer(load: (search: string, signal: AbortSignal) => Promise<Option[]>) {
  const [offer, setOffer] = useState<Offer>({ items: [], searched: "", state: "idle" });
  const asked = useRef<AbortController | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(load);
  latest.current = load;

  const ask = useCallback(async (search: string): Promise<Option[]> => {
    asked.current?.abort();
    clearTimeout(timer.current);
    const mine = new AbortController();
    asked.current = mine;
    setOffer((now) => ({ ...now, state: "loading" }));
    try {
      const items = await latest.current(search, mine.signal);
      if (asked.current === mine) setOffer({ items, searched: search, state: "ready" });
      return items;
    } catch {
      if (asked.current === mine && !mine.signal.aborted) setOffer({ items: [], searched: search, state: "failed" });
      return [];
    }
  }, []);

  const askSoon = useCallback(
    (search: string): void => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void ask(search), PAUSE_MS);
    },
    [ask],
  );

  const forget = useCallback((): void => {
    asked.current?.abort();
    asked.current = null;
    clearTimeout(timer.current);
    setOffer({ items: [], searched: "", state: "idle" });
  }, []);

  useEffect(
    () => () => {
      asked.current?.abort();
      clearTimeout(timer.current);
    },
    [],
  );
  return { offer, ask, askSoon, forget };
}
