import { useEffect, useState } from "react";
import { api } from "../../../api/index.ts";
import { type Doc, fieldAt } from "../model/doc.ts";

const WAIT_MS = 500;

/** The number that the next record would get in a serial field, `null` while the server has not told (or cannot). */
export function useNextNumber(field: string, form: string, doc: Doc): string | null {
  const [next, setNext] = useState<{ rule: unknown; number: string } | null>(null);
  const rule = field ? fieldAt(doc, field)?.rule : undefined;
  useEffect(() => {
    if (!field) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      api
        .post<{ number: string }>(`/forms/${encodeURIComponent(form)}/numbers/preview`, { field, values: {}, definition: doc }, { signal: stop.signal })
        .then((answer) => setNext({ rule, number: answer.number }))
        .catch(() => setNext(null));
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // The number depends on the rule only; other changes to the document do not ask again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [field, form, rule]);
  return next && next.rule === rule ? next.number : null;
}
