import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api, formInfoOf, type FormInfo, keys, Problem, type RecordData } from "../../api/index.ts";
import { LinkedRecords } from "../model/linked.ts";

/** A refusal or a record that is gone is an answer: nothing may be known of it. */
function orNothing(problem: unknown): null {
  if (problem instanceof Problem && problem.status > 0 && problem.status < 500) return null;
  throw problem;
}

/** The records and lots that links lead to, read when an expression asks; `stamp` changes as more becomes known. */
export function useLinks(): { links: LinkedRecords; stamp: number } {
  const client = useQueryClient();
  const [stamp, setStamp] = useState(0);
  const links = useMemo(() => {
    const read = <T>(key: readonly unknown[], ask: () => Promise<T>): Promise<T | null> =>
      client.fetchQuery({ queryKey: key, queryFn: ask, staleTime: 60_000 }).catch(orNothing);
    const source = {
      record: async (form: string, id: string) => {
        const [record, info] = await Promise.all([
          read<RecordData>(keys.record(form, id), () => api.get(`/records/${encodeURIComponent(form)}/${encodeURIComponent(id)}`)),
          read<FormInfo>(keys.form(form), async () => formInfoOf(await api.get<FormInfo>(`/forms/${encodeURIComponent(form)}`))),
        ]);
        return record && info ? { fields: record.fields, definition: info.definition } : null;
      },
      lot: (code: string) => read<Record<string, unknown>>(keys.lot(code), () => api.get("/lots/one", { code })),
    };
    return new LinkedRecords(source, () => setStamp((now) => now + 1));
  }, [client]);
  return { links, stamp };
}
