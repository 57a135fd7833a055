import { useState } from "react";
import { api, type FieldError, Problem, type RecordData } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";
import type { Sent } from "../model/payload.ts";

/** Why it was not submitted, when that is not about one field. */
export type Trouble = { kind: "unsent" | "again" | "stale" | "plain"; title: string; detail: string };

type Outcome = { record: RecordData } | { errors: FieldError[] } | { trouble: Trouble };

/** Sends a record, once: the same key stands for the same submission until it is taken. */
export function useSubmit(form: string, record: RecordData | undefined) {
  const t = useT("forms");
  const [sending, setSending] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  const troubleOf = (problem: Problem): Trouble => {
    if (problem.status === 409 && record) return { kind: "stale", title: problem.detail || t("stale"), detail: t("stale_hint") };
    if (problem.status === 409) return { kind: "again", title: problem.detail || problem.title, detail: t("already_sent") };
    if (problem.status === 0 || problem.status >= 500) return { kind: "unsent", title: `${t("not_sent")}: ${problem.title || problem.detail}`, detail: t("kept_here") };
    return { kind: "plain", title: t("not_sent"), detail: problem.detail || problem.title };
  };

  /** @param confirmed the person was warned, and submits it anyway. */
  const send = async (sent: Sent, key: string, reason: string, confirmed: boolean): Promise<Outcome> => {
    setSending(true);
    setTrouble(null);
    const path = `/records/${encodeURIComponent(form)}`;
    const headers = { "Idempotency-Key": key };
    const body = { fields: sent.fields, ...(confirmed ? { confirmed } : {}) };
    try {
      const made = record
        ? await api.patch<RecordData>(`${path}/${encodeURIComponent(record.id)}`, { ...body, reason, revision: record.revision }, { headers })
        : await api.post<RecordData>(path, body, { headers });
      return { record: made };
    } catch (problem) {
      const known = problem instanceof Problem ? problem : new Problem(-1, t("not_sent"), String(problem));
      if (known.errors.length) return { errors: known.errors };
      const found = troubleOf(known);
      setTrouble(found);
      return { trouble: found };
    } finally {
      setSending(false);
    }
  };
  return { send, sending, trouble, setTrouble };
}
