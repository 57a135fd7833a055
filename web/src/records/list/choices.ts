import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, type FieldDef, type Paged, type Problem, type RecordData } from "../../api/index.ts";

export type Option = { id: string; title: string };

const MOST = 50;

/** The form a link field leads to by name; none where the server knows it (places, people, departments). */
export function namedTarget(field: FieldDef): string {
  const to = String(field.to ?? "");
  return /^[a-z]\w*$/.test(to) ? to : "";
}

async function optionsOf(form: string, field: FieldDef, search: string, signal: AbortSignal): Promise<Option[]> {
  const target = namedTarget(field);
  if (field.type === "person") return (await api.get<Paged<Option>>("/people", { search, limit: MOST }, signal)).items;
  if (target) {
    const page = await api.get<Paged<RecordData>>(`/records/${encodeURIComponent(target)}`, { search, limit: MOST }, signal);
    return page.items.map((record) => ({ id: record.id, title: record.title }));
  }
  const body = { field: field.key, values: {}, search, limit: MOST };
  return (await api.post<{ items: Option[] }>(`/forms/${encodeURIComponent(form)}/options`, body, { signal })).items;
}

/** What a link field can be compared with: records of its form (all, not only those offered when filling), or people. */
export function useChoices(form: string, field: FieldDef, search: string): UseQueryResult<Option[], Problem> {
  return useQuery<Option[], Problem>({
    queryKey: ["options", form, field.key, search],
    queryFn: ({ signal }) => optionsOf(form, field, search, signal),
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
}

/** The title of one choice. */
export function useTitle(form: string, field: FieldDef, id: string): string {
  const target = namedTarget(field);
  const found = useQuery<string, Problem>({
    queryKey: ["title", form, field.key, id],
    queryFn: async ({ signal }) => {
      if (target) return (await api.get<RecordData>(`/records/${encodeURIComponent(target)}/${encodeURIComponent(id)}`, {}, signal)).title;
      return (await optionsOf(form, field, "", signal)).find((one) => one.id === id)?.title ?? id;
    },
    staleTime: 300_000,
  });
  return found.data ?? "…";
}
