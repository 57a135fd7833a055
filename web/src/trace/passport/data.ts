import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, type Problem } from "../../api/index.ts";
import type { Label, Lang } from "../../kit/index.ts";

/** What the public page tells; every switch is off unless it is on. */
export type Passport = {
  passport: string;
  label: Label;
  materials?: string[];
  city?: Label;
  contact?: Label;
  publish?: Record<string, boolean>;
  facts?: { key: string; label: Label; value: string; publish?: boolean }[];
  steps?: { form: string; label: Label; place?: string; publish?: boolean }[];
  checks?: unknown;
  complaint?: unknown;
  [more: string]: unknown;
};
export type Version = { key: string; version: number; state: "draft" | "published" | "retired"; revision: number; definition: Passport; at: string };
export type PublicLink = { url: string | null; gtin: string | null; public: boolean; why: "gtin" | "code" | "passport" | "shipment" | null; passport: string | null; code: string | null; title: string };
export type Preview = { html: string; link: string | null; public: boolean; code: string };

export const KEYS = { all: ["passports"] as const, one: (key: string) => ["passports", key] as const };

export function usePassports(): UseQueryResult<Version[], Problem> {
  return useQuery<Version[], Problem>({ queryKey: KEYS.all, queryFn: async ({ signal }) => (await api.get<{ items: Version[] }>("/passports", {}, signal)).items });
}

/** The newest version of a passport: the draft where there is one. */
export function usePassport(key: string): UseQueryResult<Version, Problem> {
  return useQuery<Version, Problem>({
    queryKey: KEYS.one(key),
    queryFn: async ({ signal }) => {
      const path = `/passports/${encodeURIComponent(key)}`;
      const { items } = await api.get<{ items: { version: number }[] }>(`${path}/versions`, {}, signal);
      return api.get<Version>(path, { version: items[0]?.version }, signal);
    },
    enabled: key !== "",
  });
}

/** The page as a draft would show it; `code` blank lets the server choose a lot. */
export function usePreview(definition: Passport | null, code: string, lang: Lang): UseQueryResult<Preview, Problem> {
  return useQuery<Preview, Problem>({
    queryKey: ["passport-preview", definition, code, lang],
    queryFn: () => api.post<Preview>("/consumer/preview", { definition, code }, { headers: { "Accept-Language": lang } }),
    enabled: definition !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** Where the public finds a lot. */
export function usePublicLink(code: string, enabled: boolean): UseQueryResult<PublicLink, Problem> {
  return useQuery<PublicLink, Problem>({
    queryKey: ["lot", code, "public"],
    queryFn: ({ signal }) => api.get<PublicLink>("/consumer/link", { code }, signal),
    enabled,
  });
}
