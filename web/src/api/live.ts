import type { QueryClient } from "@tanstack/react-query";
import { apiAddress } from "./client.ts";
import { keys } from "./keys.ts";

/** One fact of `/live`. */
export type LiveFact = { type: "record" | "lot" | "definition"; form?: string; id?: string };

/** The cached answers a fact makes stale. */
export function staleKeys(fact: LiveFact): (readonly unknown[])[] {
  if (fact.type === "record" && fact.form) {
    const stale: (readonly unknown[])[] = [keys.records(fact.form), ["mine"]];
    if (fact.id) stale.push(keys.record(fact.form, fact.id));
    return stale;
  }
  if (fact.type === "lot") return [["lots"], ["lot"], ["trace"]];
  if (fact.type === "definition") return [["form"], keys.me];
  return [];
}

const GATHER_MS = 250;

/**
 * Follows `/live` while the page is seen, and makes cached answers stale. Many facts at once cost one refresh.
 * A hidden page lets go of its connection and refreshes when it is seen again.
 *
 * @returns stops following.
 */
export function followLive(client: QueryClient): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dropped = false;
  const waiting = new Map<string, readonly unknown[]>();

  const flush = (): void => {
    timer = undefined;
    for (const key of waiting.values()) void client.invalidateQueries({ queryKey: key });
    waiting.clear();
  };
  const heard = (event: MessageEvent<string>): void => {
    let fact: LiveFact;
    try {
      fact = JSON.parse(event.data) as LiveFact;
    } catch {
      return;
    }
    for (const key of staleKeys(fact)) waiting.set(JSON.stringify(key), key);
    timer ??= setTimeout(flush, GATHER_MS);
  };
  const open = (): void => {
    if (source || document.hidden) return;
    source = new EventSource(apiAddress("/live"));
    for (const type of ["message", "record", "lot", "definition"]) source.addEventListener(type, heard as EventListener);
    source.onerror = () => {
      dropped = true;
    };
    source.onopen = () => {
      if (dropped) void client.invalidateQueries();
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
    clearTimeout(timer);
    close();
  };
}
