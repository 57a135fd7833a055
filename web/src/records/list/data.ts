import { useInfiniteQuery, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, keys, type Paged, type Problem, type RecordData, type SavedViews } from "../../api/index.ts";

/** What a list asks: texts as the API takes them. */
export type ListQuery = { where: string; sort: string; search: string; fields: string };

const PAGE = 100;

export type Records = {
  items: RecordData[];
  problem: Problem | null;
  isPending: boolean;
  isLoading: boolean;
  hasMore: boolean;
  more: () => void;
  again: () => void;
};

/** The records a query finds, `size` at a time, following the server's cursor; nothing is counted. */
export function useRecords(form: string, query: ListQuery, enabled: boolean, size = PAGE): Records {
  const found = useInfiniteQuery<Paged<RecordData>, Problem, { pages: Paged<RecordData>[] }, readonly unknown[], string | null>({
    queryKey: keys.records(form, { ...query, size }),
    initialPageParam: null,
    queryFn: ({ pageParam, signal }) =>
      api.get<Paged<RecordData>>(`/records/${encodeURIComponent(form)}`, { ...query, limit: size, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    enabled,
  });
  const items = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
  return {
    items,
    problem: found.error,
    isPending: found.isPending,
    isLoading: found.isFetching,
    hasMore: found.hasNextPage,
    more: () => {
      if (found.hasNextPage && !found.isFetching) void found.fetchNextPage();
    },
    again: () => void found.refetch(),
  };
}

/** Saved views of a form: one's own and those shared. */
export function useViews(form: string): UseQueryResult<SavedViews, Problem> {
  return useQuery<SavedViews, Problem>({
    queryKey: keys.views(form),
    queryFn: ({ signal }) => api.get(`/forms/${encodeURIComponent(form)}/views`, {}, signal),
    staleTime: 300_000,
    enabled: form !== "",
  });
}
