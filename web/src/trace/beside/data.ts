import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, keys, type Problem, type RecordData } from "../../api/index.ts";
import type { Label, Stage } from "../../kit/index.ts";

/** A record that concerns a lot; `good` is null where a check does not say. */
export type Mention = {
  form: string;
  label: Label;
  icon: string;
  stage: Stage | null;
  how: "made" | "event" | "named" | "beside";
  check: boolean;
  good: boolean | null;
  record: RecordData;
};
export type PersonThere = { name: string; as_: Label; form: string; id: string; title: string };
export type ThingThere = { label: Label; title: string; form: string; id: string };
export type EvidenceFile = { id: string; name: string; type: string; size: number; label: Label; form: string; record: string; title: string };
export type Curve = {
  place: string;
  since: string;
  until: string | null;
  key: string;
  label: Label;
  form: string;
  lowest: string | null;
  highest: string | null;
  points: [string, string, string][];
};
export type LotContext = {
  code: string;
  records: Mention[];
  people: PersonThere[];
  equipment: ThingThere[];
  files: EvidenceFile[];
  climate: Curve[];
  hidden: number;
};

/** Everything beside a lot that the person may see. */
export function useContextOf(code: string): UseQueryResult<LotContext, Problem> {
  return useQuery<LotContext, Problem>({
    queryKey: [...keys.lot(code), "context"],
    queryFn: ({ signal }) => api.get<LotContext>("/lots/context", { code }, signal),
    enabled: code !== "",
  });
}
