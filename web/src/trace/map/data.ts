import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, type Problem } from "../../api/index.ts";
import type { Label, Lang, Stage } from "../../kit/index.ts";

/** A field that should capture a datum; `why` tells why it does not. */
export type MapField = { form: string; path: string; form_label: Label; label: Label; why: "no_form" | "no_field" | "retired" | null };
export type MapDatum = { key: string; label: Label; law: string; when: string | null; optional: boolean; gap: boolean; fields: MapField[] };
export type MapEvent = { key: string; label: Label; ccp: boolean; data: MapDatum[] };
export type MapNode = { key: string; label: Label; stage: Stage; events: MapEvent[] };
export type MapList = { key: string; label: Label; note: Label; data: number; gaps: number; nodes: MapNode[] };

export type Share = { wanted: number; filled: number };
export type Missing = { key: string; label: Label; law: string; path: string };
/** A record that lacks something; `id` is null where the record itself is missing for the lot `title`. */
export type Lacking = { form: string; form_label: Label; id: string | null; title: string; at: string; may: boolean; lot_field: string | null; missing: Missing[] };
export type DayShare = Share & { day: string; records: number };
export type LotShare = Share & { code: string; title: string; status: string; records: number };
export type Complete<Item> = Share & {
  list: string;
  from: string;
  to: string;
  records: number;
  items: Item[];
  data: Record<string, Share>;
  mend: Lacking[];
  mend_all: number;
  hidden: string[];
};
export type LotComplete = Share & { list: string; label: Label; records: number; mend: Lacking[]; mend_all: number };

export function useMaps(): UseQueryResult<MapList[], Problem> {
  return useQuery<MapList[], Problem>({
    queryKey: ["kdes"],
    queryFn: async ({ signal }) => (await api.get<{ items: MapList[] }>("/kdes", {}, signal)).items,
  });
}

export function useComplete<Item>(list: string, by: "day" | "lot", lang: Lang): UseQueryResult<Complete<Item>, Problem> {
  return useQuery<Complete<Item>, Problem>({
    queryKey: ["kdes", "complete", list, by, lang],
    queryFn: ({ signal }) => api.get<Complete<Item>>("/kdes/completeness", { list, by }, signal),
    enabled: list !== "",
    placeholderData: keepPreviousData,
  });
}

export function useLotComplete(code: string): UseQueryResult<LotComplete, Problem> {
  return useQuery<LotComplete, Problem>({
    queryKey: ["kdes", "lot", code],
    queryFn: ({ signal }) => api.get<LotComplete>("/kdes/lot", { code }, signal),
    enabled: code !== "",
    retry: false,
  });
}

/** Percent filled, never rounded up to 100; null where nothing was asked for. */
export function percent(share: Share | undefined): number | null {
  if (!share || share.wanted === 0) return null;
  return Math.floor((share.filled * 100) / share.wanted);
}

/** Good from 100, bad below 80. */
export function tone(share: Share | undefined): "good" | "fair" | "bad" | "none" {
  const found = percent(share);
  if (found === null) return "none";
  return found === 100 ? "good" : found >= 80 ? "fair" : "bad";
}

/** Where a lacking record is mended: its amendment at the field, or a new record for the lot. */
export function mendPath(one: Lacking): string {
  const at = encodeURIComponent((one.missing[0]?.path ?? "").replace(".", "[0]."));
  if (one.id) return one.may ? `/f/${one.form}/${one.id}/amend?at=${at}` : `/f/${one.form}/${one.id}`;
  const field = one.lot_field && !one.lot_field.includes(".") ? `?${one.lot_field}=${encodeURIComponent(one.title)}` : "";
  return one.may ? `/f/${one.form}/new${field}` : `/lot?code=${encodeURIComponent(one.title)}`;
}
