import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { api, keys, newKey, type Problem, problemText, type RecordData } from "../../api/index.ts";

export const CASE_FORM = "recall_case";

export type Amount = { value: string; uom: string };
export type Total = { uom: string; affected: string; on_hand: string; shipped: string; returned: string; out: string; lost: string };
export type Why = { trigger: string; through: string | null; quantity: string | null; uom: string | null; share: string | null; form: string | null; record: string | null; record_title: string | null };
export type ReachedLot = {
  id: string; code: string; kind: string; title: string; supplier_lot: string | null; status: string; stage: string | null; level: number;
  expires_on: string | null; uom: string; quantity: string | null; on_hand: string; shipped: string; place: string | null; why: Why;
};
export type PlaceRow = { place: string | null; lots: number; containers: number; quantities: Amount[] };
export type Party = {
  id: string | null; form: string | null; title: string | null; contact: string | null; phone: string | null; address: string | null;
  quantities: Amount[]; returned: Amount[]; lots: string[]; products: string[]; first: string; last: string; waybills: string[];
};
export type Scope = { triggers: string[]; totals: Total[]; lots: ReachedLot[]; places: PlaceRow[]; customers: Party[]; blocked: number };
export type StepName = "scoped_at" | "held_at" | "called_at" | "released_at" | "closed_at";
export type Steps = Record<StepName, { at: string | null; minutes: number | null }>;
export type Mode = "drill" | "real";
export type CaseRow = {
  id: string; no: string; mode: Mode; state_of: "open" | "held" | "closed"; what: string; class: string; opened_at: string; due_at: string | null;
  owner: { id: string; title: string } | null; lots_reached: string | null; made: string | null; uom: string | null; steps: Steps;
};
export type CallRow = {
  id: string; customer: { id: string; title: string | null }; shipped: string | null; uom: string | null; called_at: string | null; spoke_to: string | null;
  still_there: string | null; sold: string | null; note: string | null;
};
export type OneCase = { case: RecordData; steps: Steps; scope: Scope; free: Record<string, number> };
export type Held = { case: RecordData; held: Record<string, number>; before: number };
export type Suspect = { code: string; title: string; supplier_lot: string | null; status: string; stage: string | null; share: string | null; into: string[] };

const codesOf = (codes: string[]): string => new URLSearchParams(codes.map((code) => ["code", code])).toString();

export function useScope(codes: string[]): UseQueryResult<Scope, Problem> {
  return useQuery<Scope, Problem>({
    queryKey: [...keys.lots("recall"), codes],
    queryFn: ({ signal }) => api.get<Scope>(`/recall/scope?${codesOf(codes)}`, {}, signal),
    enabled: codes.length > 0,
  });
}

export function useSuspects(codes: string[], enabled: boolean): UseQueryResult<{ items: Suspect[] }, Problem> {
  return useQuery<{ items: Suspect[] }, Problem>({
    queryKey: [...keys.lots("suspects"), codes],
    queryFn: ({ signal }) => api.get<{ items: Suspect[] }>(`/recall/suspects?${codesOf(codes)}`, {}, signal),
    enabled: enabled && codes.length > 0,
  });
}

export function useCases(enabled: boolean): UseQueryResult<{ items: CaseRow[] }, Problem> {
  return useQuery<{ items: CaseRow[] }, Problem>({ queryKey: ["recall", "cases"], queryFn: ({ signal }) => api.get("/recall/cases", {}, signal), enabled });
}

export function useCase(id: string): UseQueryResult<OneCase, Problem> {
  return useQuery<OneCase, Problem>({ queryKey: ["recall", id], queryFn: ({ signal }) => api.get(`/recall/cases/${id}`, {}, signal) });
}

/** One act of a recall: what it is doing, why it was refused; every list of lots is stale after it. */
export function useAct(): { busy: boolean; refused: string; run: <T>(act: (headers: Record<string, string>) => Promise<T>) => Promise<T | undefined> } {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState("");
  const run = async <T,>(act: (headers: Record<string, string>) => Promise<T>): Promise<T | undefined> => {
    setBusy(true);
    setRefused("");
    try {
      return await act({ "Idempotency-Key": newKey() });
    } catch (problem) {
      setRefused(problemText(problem));
      return undefined;
    } finally {
      await Promise.all([["recall"], ["trace"], keys.lots()].map((queryKey) => client.invalidateQueries({ queryKey })));
      setBusy(false);
    }
  };
  return { busy, refused, run };
}

/** A case's field as text; blank where it is not known. */
export function text(record: RecordData, key: string): string {
  const value = record.fields[key];
  return typeof value === "string" ? value : "";
}

export function callsOf(record: RecordData): CallRow[] {
  return (record.fields.calls as CallRow[] | null) ?? [];
}

/** `12:34` or `1:02:03` between two instants. */
export function elapsed(from: string, to: Date): string {
  const seconds = Math.max(0, Math.floor((to.getTime() - new Date(from).getTime()) / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}
