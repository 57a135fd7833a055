import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, type Problem } from "../../api/index.ts";
import type { Label } from "../../kit/index.ts";

type FieldRef = { form: string; path: string; form_label: Label; label: Label };
export type RuleUser = FieldRef & { counted: number; broken: number; examples: { id: string; value: string }[] };
export type RuleKind = "code" | "lot" | "serial" | "format" | "instant" | "day" | "uom";
export type Rule = { kind: RuleKind; rule: string; label: Label | null; example: string | null; users: RuleUser[] };
export type Loose = FieldRef & { what: "lot" | "supplier" | "material" | "customer"; why: "words" | "values"; alike: number; sampled: number; link: string | null };
export type Standards = { rules: Rule[]; loose: Loose[]; broken: number; zone: string };

export const KINDS: RuleKind[] = ["code", "lot", "serial", "format", "instant", "day", "uom"];

export function useStandards(): UseQueryResult<Standards, Problem> {
  return useQuery<Standards, Problem>({ queryKey: ["standards"], queryFn: ({ signal }) => api.get<Standards>("/standards", {}, signal) });
}

/** How many values of a rule's fields there are, and how many break it. */
export function sums(rule: Rule): { counted: number; broken: number } {
  return {
    counted: rule.users.reduce((sum, user) => sum + user.counted, 0),
    broken: rule.users.reduce((sum, user) => sum + user.broken, 0),
  };
}
