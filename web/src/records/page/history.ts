import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, keys, type Paged, type Problem, type TimelineItem } from "../../api/index.ts";

const SEALED_SOON_MS = 2000;

/** A record's ledger entries, newest first; asked again until all are sealed. */
export function useHistory(form: string, id: string): UseQueryResult<Paged<TimelineItem>, Problem> {
  return useQuery<Paged<TimelineItem>, Problem>({
    queryKey: keys.timeline(form, id),
    queryFn: ({ signal }) => api.get(`/records/${encodeURIComponent(form)}/${encodeURIComponent(id)}/timeline`, {}, signal),
    refetchInterval: (query) => (query.state.data?.items.every((item) => item.sealed) === false ? SEALED_SOON_MS : false),
  });
}
