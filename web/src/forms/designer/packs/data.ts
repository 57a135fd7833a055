import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, type FieldError, type Paged, type Problem } from "../../../api/index.ts";
import type { Label } from "../../../kit/index.ts";

export type Fate = "new" | "changed" | "same";
export type Item = { kind: string; key: string; label: Label; fate: Fate; words: Label[] };
export type Preview = { pack: string; label: Label; version: number; items: Item[]; mistakes: FieldError[]; notices: string[] };
export type Install = {
  id: string;
  pack: string;
  label: Label;
  version: number;
  state: "installed" | "rolled_back";
  by: string;
  at: string;
  items: { kind: string; key: string; before: number | null; version: number }[];
};

export const MOST_MB = 8;
export const INSTALLS = ["packs", "installs"] as const;
const ZIP = "application/zip";

export const nameOf = (item: { kind: string; key: string }): string => `${item.kind}/${item.key}`;

function withLeft(path: string, left: string[]): string {
  return left.length ? `${path}?${left.map((name) => `leave=${encodeURIComponent(name)}`).join("&")}` : path;
}

/** What installing would change; nothing is written. */
export function preview(file: File, left: string[] = []): Promise<Preview> {
  return api.upload<Preview>(withLeft("/packs/preview", left), new Blob([file], { type: ZIP }));
}

export function install(file: File, left: string[]): Promise<{ id: string | null; items: unknown[] }> {
  return api.upload(withLeft("/packs/install", left), new Blob([file], { type: ZIP }));
}

export function rollBack(id: string, anyway: boolean): Promise<Install> {
  return api.post<Install>(`/packs/installs/${encodeURIComponent(id)}/rollback`, { anyway });
}

export function useInstalls(): UseQueryResult<Paged<Install>, Problem> {
  return useQuery<Paged<Install>, Problem>({ queryKey: INSTALLS, queryFn: ({ signal }) => api.get("/packs/installs", {}, signal), staleTime: 0 });
}
