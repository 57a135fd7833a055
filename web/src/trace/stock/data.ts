import { type InfiniteData, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { api, apiAddress, keys, type Problem } from "../../api/index.ts";

export type Side = "lot" | "material" | "place";
export const SIDES: Side[] = ["lot", "material", "place"];

/** What is asked of the stock; texts as they stand in the address. */
export type StockAsk = { by: Side; search: string; status: string; expiring: string; material: string; place: string };

type Named = { id: string | null; title: string };

/** A lot at one place. */
export type Pile = {
  code: string;
  kind: string;
  material: Named | null;
  title: string;
  supplier_lot: string | null;
  produced_on: string | null;
  expires_on: string | null;
  days_left: number | null;
  status: string;
  stage: string | null;
  place: Named | null;
  on_hand: string;
  free: string;
  uom: string;
};

/** A material, at one place where asked by place. */
export type StockSum = {
  material: Named | null;
  title: string;
  uom: string;
  lots: number;
  on_hand: string;
  free: string;
  by_status: Record<string, string>;
  expires_on: string | null;
  days_left: number | null;
  place?: Named | null;
};

export type StockTotals = { lots: number; by_status: Record<string, number>; quantities: { uom: string; on_hand: string; free: string }[] };
type StockPage = { items: (Pile | StockSum)[]; next: string | null; totals: StockTotals; today: string };

function asQuery(ask: StockAsk) {
  const { search, status, expiring, material, place } = ask;
  return { search, status, expiring, material, place };
}

/** Stock in pages. */
export function useStock(ask: StockAsk, enabled: boolean) {
  const query = { by: ask.by, ...asQuery(ask), limit: 200 };
  const found = useInfiniteQuery<StockPage, Problem, InfiniteData<StockPage>, readonly unknown[], string | undefined>({
    queryKey: keys.lots({ ...query, stock: true }),
    queryFn: ({ pageParam, signal }) => api.get<StockPage>("/stock", { ...query, cursor: pageParam }, signal),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  });
  return {
    items: found.data?.pages.flatMap((page) => page.items) ?? [],
    totals: found.data?.pages[0]?.totals,
    pending: found.isPending,
    stale: found.isPlaceholderData,
    problem: found.error,
    again: () => void found.refetch(),
    hasMore: found.hasNextPage,
    more: () => void (found.isFetchingNextPage ? undefined : found.fetchNextPage()),
  };
}

/** Where the workbook of what is asked lies. */
export function workbookAddress(ask: StockAsk): string {
  return apiAddress("/stock.xlsx", asQuery(ask));
}

/** How near its last day a lot is: past or within a week, within a month, or far. */
export function nearness(daysLeft: number | null): "past" | "week" | "month" | "far" {
  if (daysLeft === null) return "far";
  if (daysLeft < 0) return "past";
  return daysLeft <= 7 ? "week" : daysLeft <= 30 ? "month" : "far";
}
