import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { api, type FieldError } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import type { Snapshot, Values } from "../model/engine.ts";
import { type Looked, mistakesOf } from "../model/mistake.ts";
import { byPlace } from "../model/path.ts";
import { payloadOf, type Sent, shownPath } from "../model/payload.ts";
import { markOf, sorted } from "./state.ts";
import type { TypedState } from "./useTyped.ts";

const PAUSE_MS = 600;
const LONG_PAUSE_MS = 2500;
const MANY_ROWS = 100;
type Messages = Record<string, string>;
type Checked = { fields: Values; errors: FieldError[] };

/** The paths of errors as they stand on the screen. */
export function onScreen(errors: FieldError[], sent: Sent, shot: Snapshot): FieldError[] {
  const shown = Object.fromEntries(Object.entries(shot.lists).map(([list, views]) => [list, views.map((view) => view.key)]));
  return errors.map((error) => ({ ...error, path: shownPath(error.path, sent.rows, shown) }));
}

/**
 * What is wrong, by path: at once what the browser can tell, soon what only the server can. A mistake is shown once
 * the person left the field, or tried to submit.
 */
export function useMistakes(form: string, state: TypedState, dirty: boolean) {
  const { program, typed, shot, old, setAnswer } = state;
  const t = useT("forms");
  const label = useLabel();
  const [attempted, setAttempted] = useState(false);
  const [told, setTold] = useState<FieldError[]>([]);

  const looked = useMemo<Looked>(() => new WeakMap(), [t, label]);
  const local = useMemo(
    () => mistakesOf(program.fields, shot, (field) => label(field.label), new Date(), (key, values) => t(key, values), looked),
    [program, shot, label, t, looked],
  );

  const long = Object.values(shot.lists).some((views) => views.length > MANY_ROWS);
  const now = useRef({ state, shot, long });
  now.current = { state, shot, long };
  useEffect(() => {
    if (old !== null || !dirty) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const { state: latest, shot: at } = now.current;
      const sent = payloadOf(latest.program.fields, latest.typed.given, null, at);
      try {
        const checked = await api.post<Checked>(`/records/${encodeURIComponent(form)}/check`, { fields: sent.fields }, { signal: stop.signal });
        setAnswer({ fields: checked.fields, rows: sent.rows });
        setTold(onScreen(checked.errors, sent, now.current.shot));
      } catch {
        // Out of reach, or a refusal: submitting will say it.
      }
    }, now.current.long ? LONG_PAUSE_MS : PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [form, typed.given, old, dirty, setAnswer]);

  const { placed, loose } = useMemo(() => sorted(program, told), [program, told]);
  const shown = useMemo<Messages>(() => {
    const all = { ...byPlace(placed), ...local };
    if (attempted) return all;
    return Object.fromEntries(Object.entries(all).filter(([path]) => typed.left.has(markOf(shot, path))));
  }, [placed, local, attempted, typed.left, shot]);

  /** Forget what the server said of a place: it was changed since. */
  const forget = useCallback((prefix: string): void => {
    setTold((before) => (before.some((error) => error.path.startsWith(prefix)) ? before.filter((error) => !error.path.startsWith(prefix)) : before));
  }, []);
  const begin = useCallback((): void => {
    setAttempted(false);
    setTold([]);
  }, []);
  return { local, shown, loose: attempted ? loose : [], attempt: () => setAttempted(true), setTold, forget, begin };
}
