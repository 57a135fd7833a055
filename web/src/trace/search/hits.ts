import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, keys, type Paged, type Problem } from "../../api/index.ts";
import { address, type Label, type Stage } from "../../kit/index.ts";
import type { LotFacts } from "../types.ts";

export type HitGroup = "lot" | "supplier_lot" | "material" | "party" | "document" | "serial";

/** One answer of `GET /search`: a lot to trace (`code`), or a record to open with the lots it is about. */
export type Hit = {
  group: HitGroup;
  /** 0 the very thing, 1 begins with the text, 2 holds it. */
  rank: number;
  title: string;
  hint: string;
  code: string | null;
  status: string | null;
  expires_on: string | null;
  stage: Stage | null;
  form: string | null;
  form_label: Label | null;
  icon: string;
  id: string | null;
  lots: string[];
};

const PAUSE_MS = 140;

/** A text once typing has paused. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** What answers to a text; empty for `""`. */
export function useHits(text: string): { hits: Hit[]; busy: boolean } {
  const wanted = useSettled(text.trim());
  const found = useQuery<{ items: Hit[] }, Problem>({
    queryKey: keys.lots({ find: wanted }),
    queryFn: ({ signal }) => api.get<{ items: Hit[] }>("/search", { text: wanted, limit: 12 }, signal),
    enabled: wanted !== "",
    placeholderData: keepPreviousData,
  });
  return { hits: text.trim() && wanted ? (found.data?.items ?? []) : [], busy: wanted !== text.trim() || found.isFetching };
}

/** Where a hit leads: a lot to its trace, a document of one lot to that trace, anything else to its lots. */
export function whereTo(hit: Hit, traces: boolean): string {
  if (hit.code) return address("/trace", { code: hit.code });
  const [only, ...more] = hit.lots;
  if (only && more.length === 0) return address("/trace", { code: only });
  if (!traces) return `/f/${hit.form}/${hit.id}`;
  return address("/lots/of", { form: hit.form ?? "", id: hit.id ?? "" });
}

/** The lots of a record. */
export function useLotsOf(form: string, id: string): UseQueryResult<Paged<LotFacts> & { title: string }, Problem> {
  return useQuery<Paged<LotFacts> & { title: string }, Problem>({
    queryKey: keys.lots({ form, id }),
    queryFn: ({ signal }) => api.get<Paged<LotFacts> & { title: string }>("/lots/of", { form, id, limit: 200 }, signal),
    enabled: form !== "" && id !== "",
  });
}
