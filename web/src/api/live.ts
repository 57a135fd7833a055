import type { QueryClient } from "@tanstack/react-query";
import { apiAddress } from "./client.ts";
import { keys } from "./keys.ts";

/** One fact of `/live`. */
export type LiveFact = { type: "record" | "lot" | "definition"; form?: string | null; id?: string; state?: string; revision?: number };

/** The cached answers a fact makes stale. */
export function staleKeys(fact: LiveFact): (readonly unknown[])[] {
  if (fact.type === "record" && fact.form) {
    const stale: (readonly unknown[])[] = [keys.records(fact.form), ["mine"]];
    if (fact.id) stale.push(keys.record(fact.form, fact.id));
    return stale;
  }
  if (fact.type === "lot") return [["lots"], ["lot"], ["trace"]];
  if (fact.type === "definition") return fact.state === "draft" || fact.state === "discarded" ? [keys.forms] : [["form"], keys.forms, keys.me];
  return [];
}

const GATHER_MS = 250;

/**
 * Hears the facts of `/live` while the page is seen. A hidden page lets go of its connection.
 *
 * @param again called when facts may have been missed: seen again, connected again.
 * @returns stops hearing.
 */
export function hearLive(heard: (fact: LiveFact) => void, again: () => void): () => void {
  let source: EventSource | null = null;
  let dropped = false;
  const take = (event: MessageEvent<string>): void => {
    try {
      heard(JSON.parse(event.data) as LiveFact);
    } catch {
      return;
    }
  };
  const open = (): void => {
    if (source || document.hidden) return;
    source = new EventSource(apiAddress("/live"));
    for (const type of ["message", "record", "lot", "definition"]) source.addEventListener(type, take as EventListener);
    source.onerror = () => {
      dropped = true;
    };
    source.onopen = () => {
      if (dropped) again();
      dropped = false;
    };
  };
  const close = (): void => {
    source?.close();
    source = null;
  };
  const seen = (): void => {
    if (document.hidden) {
      close();
      dropped = true;
    } else open();
  };
  document.addEventListener("visibilitychange", seen);
  open();
  return () => {
    document.removeEventListener("visibilitychange", seen);
    close();
  };
}

/**
 * Follows `/live` and makes cached answers stale. Many facts at once cost one refresh.
 *
 * @returns stops following.
 */
export function followLive(client: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waiting = new Map<string, readonly unknown[]>();
  const flush = (): void => {
    timer = undefined;
    for (const key of waiting.values()) void client.invalidateQueries({ queryKey: key });
    waiting.clear();
  };
  const heard = (fact: LiveFact): void => {
    for (const key of staleKeys(fact)) waiting.set(JSON.stringify(key), key);
    timer ??= setTimeout(flush, GATHER_MS);
  };
  const end = hearLive(heard, () => void client.invalidateQueries());
  return () => {
    end();
    clearTimeout(timer);
  };
}
