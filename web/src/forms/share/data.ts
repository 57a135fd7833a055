import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, type FieldDef, type FormDef, type Paged, type Problem } from "../../api/index.ts";
import type { Label } from "../../kit/index.ts";
import { readyField } from "../model/preset.ts";

/** A public link as those who run the form see it. */
export type FormLink = {
  id: string;
  name: string;
  state: "open" | "expired" | "used_up" | "revoked";
  fields: string[];
  fixed: { field: string; label: Label; shown: string }[];
  expires_at: string;
  most: number | null;
  daily: number | null;
  trace: boolean;
  pin: boolean;
  used: number;
  today: number;
  last_used_at: string | null;
  made_by: string;
  made_at: string;
};
/** A link just made: its address is told this once. */
export type MadeLink = FormLink & { url: string; qr: string };
export type LinkTerms = { name: string; fields: string[]; fixed: Record<string, unknown>; expires_at: string; most: number | null; daily: number | null; trace: boolean; pin: string | null };

const at = (form: string): string => `/forms/${encodeURIComponent(form)}/links`;

export const linksKey = (form: string) => ["links", form] as const;

export function useLinksOf(form: string, enabled: boolean): UseQueryResult<FormLink[], Problem> {
  return useQuery<Paged<FormLink>, Problem, FormLink[]>({ queryKey: linksKey(form), queryFn: ({ signal }) => api.get(at(form), {}, signal), select: (page) => page.items, enabled, staleTime: 0 });
}

export const makeLink = (form: string, terms: LinkTerms): Promise<MadeLink> => api.post(at(form), terms);
export const renewLink = (form: string, id: string): Promise<MadeLink> => api.post(`${at(form)}/${id}/renew`);
export const endLink = (form: string, id: string): Promise<void> => api.delete(`${at(form)}/${id}`);

const INNER = new Set(["person", "department", "lookup"]);
const COMPUTED = new Set(["expression"]);
const FIXABLE = new Set(["text", "number", "date", "choice", "bool", "link", "location"]);

/** Whether strangers may see a field: none of people, of lots that are chosen, of what a link copies. */
export function shareable(field: FieldDef): boolean {
  const ready = readyField(field);
  if (field.retired) return false;
  return ready.type === "lot" ? Boolean(field.new) : !INNER.has(ready.type);
}

/** The fields a new link offers at first: what a visitor can fill in, and the number they are given. */
export function usualFields(form: FormDef): string[] {
  return form.fields.filter((field) => shareable(field) && !field.value && !field.readonly && !COMPUTED.has(readyField(field).type) && field.type !== "lot").map((field) => field.key);
}

/** The fields whose value may be fixed. */
export function fixable(form: FormDef): FieldDef[] {
  return form.fields.filter((field) => !field.retired && !field.value && FIXABLE.has(readyField(field).type));
}
