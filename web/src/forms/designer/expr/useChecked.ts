import { useEffect, useState } from "react";
import { api, Problem, problemText } from "../../../api/index.ts";
import type { Doc } from "../model/doc.ts";

export type Want = "bool" | "number" | "text" | "date" | "datetime" | "any";

/** What the server says of an expression. `position` counts characters of the kept text. */
export type Judged = {
  type: string | null;
  errors: { message: string; position: number | null; end: number | null }[];
  reads: string[];
  value: unknown;
  shown: string | null;
  /** The record it was tried on, where there was one. */
  sample: { id: string; title: string } | null;
};

export type Asked = {
  form: string;
  definition: Doc;
  text: string;
  /** Field or list it stands in. */
  at: string;
  want: Want;
  /** Of whose fields its bare names are: a form, `$lot`, `$option`, `$rows:path.of.a.list`. */
  target?: string;
  record?: string | null;
  values?: Record<string, unknown> | null;
};

const WAIT_MS = 250;

/** Without the number of the character: it counts the kept text, and the place is underlined in the shown one. */
function unplaced(message: string): string {
  return message.replace(/^(?:第 \d+ 个字：|At character \d+: )/, "").replace(/^[a-z]/, (first) => first.toUpperCase());
}

/** The server's judgement of an expression a moment after it was last changed; `null` while there is none. */
export function useChecked(asked: Asked, active: boolean): { judged: Judged | null; failed: string } {
  const [judged, setJudged] = useState<Judged | null>(null);
  const [failed, setFailed] = useState("");
  const { form, definition, text, at, want, target = null, record = null, values = null } = asked;
  const given = JSON.stringify(values);
  useEffect(() => {
    if (!active || text.trim() === "") {
      setJudged(null);
      setFailed("");
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const body = { definition, text, at: at || null, want, target, record, values: JSON.parse(given) as unknown };
      api
        .post<Judged>(`/forms/${encodeURIComponent(form)}/expression`, body, { signal: stop.signal })
        .then((answer) => {
          setJudged({ ...answer, errors: answer.errors.map((one) => ({ ...one, message: unplaced(one.message) })) });
          setFailed("");
        })
        .catch((problem: unknown) => {
          if (!stop.signal.aborted && problem instanceof Problem) setFailed(problemText(problem));
        });
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [active, form, definition, text, at, want, target, record, given]);
  return { judged, failed };
}
