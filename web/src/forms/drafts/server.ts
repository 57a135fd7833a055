import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, keys, type Paged, type Problem } from "../../api/index.ts";
import type { Label } from "../../kit/index.ts";
import type { Values } from "../model/engine.ts";

/** A draft on the server without what was typed. */
export type DraftBrief = {
  id: string;
  form: string;
  record: string | null;
  begun: string;
  version: number;
  revision: number | null;
  hint: string;
  device: string;
  saved: number;
  updated_at: string;
};
/** A field that a draft fills and its form no longer has. */
export type LostField = { path: string; label: Label };
export type ServerDraft = DraftBrief & { key: string; values: Values; lost: LostField[] };
export type Replaced = { device: string; at: string };
export type Kept = { id: string; saved: number; updated_at: string; replaced: Replaced | null };

/** Which draft: of a form, of a record that is amended, of a beginning. */
export type DraftPlace = { person: string; form: string; version: number; record: string | null; revision: number | null; begun: string };
export type SentDraft = { values: Values; key: string; saved: number };

/** The draft kept on the server at a place, `null` when there is none. */
export async function findDraft(place: DraftPlace): Promise<DraftBrief | null> {
  const { items } = await api.get<Paged<DraftBrief>>("/drafts", { form: place.form, ...(place.record ? { record: place.record } : {}) });
  return items.find((one) => one.begun === place.begun && one.record === place.record) ?? null;
}

export const readServerDraft = (id: string): Promise<ServerDraft> => api.get(`/drafts/${id}`);
export const dropServerDraft = (id: string): Promise<void> => api.delete(`/drafts/${id}`);

export function putDraft(id: string, place: DraftPlace, sent: SentDraft): Promise<Kept> {
  const { form, version, record, revision, begun } = place;
  return api.put(`/drafts/${id}`, { form, version, record, revision, begun, ...sent });
}

/** The person's drafts, of one form or of all. */
export function useDrafts(form?: string): UseQueryResult<DraftBrief[], Problem> {
  return useQuery<Paged<DraftBrief>, Problem, DraftBrief[]>({
    queryKey: form ? [...keys.drafts, form] : keys.drafts,
    queryFn: ({ signal }) => api.get("/drafts", form ? { form } : {}, signal),
    select: (page) => page.items,
    staleTime: 0,
  });
}
