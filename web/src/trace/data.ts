import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, keys, type Paged, type Problem } from "../api/index.ts";
import type { Marks } from "./model/marks.ts";
import type { Direction, Genealogy, LotFacts, Wall } from "./types.ts";

/** What is asked of the trace; `depth` null means every level, `asOf` an instant with offset. */
export type Ask = { code: string; direction: Direction; depth: number | null; asOf: string };

function asked(ask: Ask): Record<string, string | number | undefined> {
  return { code: ask.code, direction: ask.direction, depth: ask.depth ?? undefined, as_of: ask.asOf || undefined };
}

export function useTrace(ask: Ask): UseQueryResult<Genealogy, Problem> {
  const query = asked(ask);
  return useQuery<Genealogy, Problem>({
    queryKey: keys.trace(query),
    queryFn: ({ signal }) => api.get<Genealogy>("/trace", query, signal),
    enabled: ask.code !== "",
    placeholderData: keepPreviousData,
  });
}

const NO_MARKS: Marks = {};

/** What stands beside every lot of the trace, once a layer is switched on. */
export function useMarks(ask: Ask, enabled: boolean): Marks {
  const query = asked(ask);
  const answer = useQuery<{ marks: Marks }, Problem>({
    queryKey: keys.trace({ ...query, layers: true }),
    queryFn: ({ signal }) => api.get<{ marks: Marks }>("/lots/layers", query, signal),
    enabled: enabled && ask.code !== "",
    placeholderData: keepPreviousData,
  });
  return (enabled && answer.data?.marks) || NO_MARKS;
}

export function useLot(code: string): UseQueryResult<LotFacts, Problem> {
  return useQuery<LotFacts, Problem>({
    queryKey: keys.lot(code),
    queryFn: ({ signal }) => api.get<LotFacts>("/lots/one", { code }, signal),
    enabled: code !== "",
  });
}

/** The first lots that answer to a text; the newest for `""`. */
export function useLotSearch(search: string, limit: number, enabled: boolean): UseQueryResult<Paged<LotFacts>, Problem> {
  const query = { search, limit };
  return useQuery<Paged<LotFacts>, Problem>({
    queryKey: keys.lots(query),
    queryFn: ({ signal }) => api.get<Paged<LotFacts>>("/lots", query, signal),
    enabled,
    placeholderData: keepPreviousData,
  });
}

/** All lots for the wall. */
export function useWall(enabled: boolean): UseQueryResult<Wall, Problem> {
  return useQuery<Wall, Problem>({ queryKey: keys.lots("wall"), queryFn: ({ signal }) => api.get<Wall>("/lots/wall", {}, signal), enabled });
}

/** Lots in pages, newest first. */
export function useLotList(wanted: { search: string; status: string; stage: string; in_stock: boolean | undefined }) {
  const query = { ...wanted, limit: 100 };
  const found = useInfiniteQuery<Paged<LotFacts>, Problem, InfiniteData<Paged<LotFacts>>, readonly unknown[], string | undefined>({
    queryKey: keys.lots({ ...query, pages: true }),
    queryFn: ({ pageParam, signal }) => api.get<Paged<LotFacts>>("/lots", { ...query, cursor: pageParam }, signal),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  return {
    items: found.data?.pages.flatMap((page) => page.items) ?? [],
    pending: found.isPending,
    problem: found.error,
    again: () => void found.refetch(),
    hasMore: found.hasNextPage,
    more: () => void (found.isFetchingNextPage ? undefined : found.fetchNextPage()),
  };
}

/** What a lot is called: its material's name. */
export function titleOf(lot: LotFacts): string {
  return lot.title || (lot.material?.title ?? "");
}

/** What is on hand of a lot, in its uom; null for a container, which has no quantity of its own. */
export function onHandOf(lot: LotFacts): string | null {
  return lot.kind === "logistic" ? null : lot.on_hand;
}
