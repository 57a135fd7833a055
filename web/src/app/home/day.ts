import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, type Paged, type Problem } from "../../api/index.ts";
import { address, type Label, type Stage, type Tone } from "../../kit/index.ts";

export type DayFact = { label: Label; type: string; value: string };
export type DayRow = {
  title: string;
  facts: DayFact[];
  /** Field of the form that follows -> its value in the address. */
  fill: Record<string, string>;
  /** Of a record. */
  id?: string;
  /** Of a lot. */
  lot?: string;
  status?: string;
  expires_on?: string | null;
  days_left?: number | null;
  on_hand?: string;
  uom?: string | null;
};

/** One list of what waits for the person. */
export type DayList = {
  key: string;
  label: Label;
  hint: Label | null;
  tone: "normal" | "amber" | "red";
  face: "list" | "count";
  empty: Label | null;
  then: { form: string; label: Label } | null;
  count: number;
  /** There are at least so many. */
  more: boolean;
  rows: DayRow[];
  stage: Stage | null;
  all: { form: string; where: string; sort: string } | { lots: true; status: string | null };
};

const A_MINUTE = 60_000;

/** What waits for the person now; asked again each minute while the page is looked at. */
export function useDay(): UseQueryResult<Paged<DayList>, Problem> {
  return useQuery<Paged<DayList>, Problem>({
    queryKey: ["worklists"],
    queryFn: ({ signal }) => api.get("/worklists", {}, signal),
    staleTime: 15_000,
    refetchInterval: A_MINUTE,
  });
}

/** Where all of a list are. */
export function allOf(list: DayList): string {
  if ("lots" in list.all) return address("/lots", { status: list.all.status ?? undefined });
  return address(`/f/${list.all.form}`, { w: list.all.where, sort: list.all.sort });
}

/** Where a row leads. */
export function placeOf(list: DayList, row: DayRow): string {
  if (row.lot) return address("/lot", { code: row.lot });
  return "form" in list.all ? `/f/${list.all.form}/${row.id ?? ""}` : "/";
}

/** The form that follows, with what the row fills in. */
export function thenOf(list: DayList, row: DayRow): string | null {
  return list.then ? address(`/f/${list.then.form}/new`, row.fill) : null;
}

/** How a list's count is coloured: only what calls for somebody is. */
export function toneOf(list: DayList): Tone {
  if (list.count === 0 || list.tone === "normal") return "grey";
  return list.tone;
}
