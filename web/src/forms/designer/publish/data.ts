import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, type Problem } from "../../../api/index.ts";
import type { Label } from "../../../kit/index.ts";
import type { Doc } from "../model/doc.ts";
import type { Examined } from "../model/server.ts";

/** One version as the list of versions tells it. */
export type VersionBrief = { key: string; version: number; state: string; note: string; by: string; at: string; changes: { kind?: string; path: string; words?: string | Label; label?: Label | string | null; old: unknown; new: unknown }[] };

const at = (form: string): string => `/forms/${encodeURIComponent(form)}`;

export function useVersions(form: string, revision: number): UseQueryResult<VersionBrief[], Problem> {
  return useQuery<VersionBrief[], Problem>({
    queryKey: ["form", form, "versions", revision],
    queryFn: async ({ signal }) => (await api.get<{ items: VersionBrief[] }>(`${at(form)}/versions`, {}, signal)).items,
    placeholderData: (before) => before,
  });
}

export async function versionDoc(form: string, version: number): Promise<Doc> {
  return (await api.get<{ definition: Doc }>(at(form), { version })).definition;
}

/** What going back to a version would change, and touch. */
export async function examineVersion(form: string, version: number): Promise<Examined> {
  return api.post<Examined>(`${at(form)}/examine`, { definition: await versionDoc(form, version) });
}

export const publishForm = (form: string, note: string): Promise<unknown> => api.post(`${at(form)}/publish`, { note });
export const rollBack = (form: string, version: number, note: string): Promise<unknown> => api.post(`${at(form)}/rollback`, { version, note });
export const retireForm = (form: string, reason: string): Promise<unknown> => api.post(`${at(form)}/retire`, { reason });
export const dropDraft = (form: string): Promise<unknown> => api.delete(`${at(form)}/draft`);
export const restoreForm = (form: string): Promise<unknown> => api.post(`${at(form)}/restore`, {});
