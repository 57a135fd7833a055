import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, type Problem } from "../../api/index.ts";
import type { Label, Lang } from "../../kit/index.ts";

/** A register the person may read. */
export type RegisterInfo = { key: string; label: Label; note: Label; form: string; form_label: Label };

/** A register of some days, its cells in words. */
export type RegisterSheet = {
  key: string;
  label: Label;
  note: Label;
  form: string;
  from: string;
  to: string;
  columns: string[];
  rows: string[][];
  records: string[];
  left: number;
  hidden: string[];
};

export function useRegisters(): UseQueryResult<RegisterInfo[], Problem> {
  return useQuery<RegisterInfo[], Problem>({
    queryKey: ["registers"],
    queryFn: async ({ signal }) => (await api.get<{ items: RegisterInfo[] }>("/reports/registers", {}, signal)).items,
  });
}

export function useRegister(key: string, month: string, lang: Lang): UseQueryResult<RegisterSheet, Problem> {
  return useQuery<RegisterSheet, Problem>({
    queryKey: ["registers", key, month, lang],
    queryFn: ({ signal }) => api.get<RegisterSheet>(`/reports/registers/${encodeURIComponent(key)}`, { month }, signal),
    enabled: key !== "",
    placeholderData: keepPreviousData,
  });
}

const pad = (n: number): string => String(n).padStart(2, "0");

/** The month of a day: `2026-11`. */
export function monthOf(day: Date): string {
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}`;
}

/** `step` months after `month`. */
export function monthsAfter(month: string, step: number): string {
  const [year = 2000, number = 1] = month.split("-").map(Number);
  const count = year * 12 + number - 1 + step;
  return `${Math.floor(count / 12)}-${pad((count % 12) + 1)}`;
}
