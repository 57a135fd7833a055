import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { FieldError } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import type { Snapshot } from "../model/engine.ts";
import { type Looked, mistakesOf } from "../model/mistake.ts";
import { byPlace } from "../model/path.ts";
import { payloadOf, type Sent, shownPath } from "../model/payload.ts";
import { type Door, isWarning } from "./door.ts";
import { markOf, sorted } from "./state.ts";
import type { TypedState } from "./useTyped.ts";

const PAUSE_MS = 600;
const LONG_PAUSE_MS = 2500;
const MANY_ROWS = 100;

type Messages = Record<string, string>;

/** The paths of errors as they stand on the screen. */
export function onScreen(errors: FieldError[], sent: Sent, shot: Snapshot): FieldError[] {
  const shown = Object.fromEntries(Object.entries(shot.lists).map(([list, views]) => [list, views.map((view) => view.key)]));
  return errors.map((error) => ({ ...error, path: shownPath(error.path, sent.rows, shown) }));
}

/** Asks the server, a while after the last key, what it makes of the record. */
function useChecks(door: Door, state: TypedState, dirty: boolean, told: (errors: FieldError[]) => void): void {
  const { typed, shot, old, setAnswer } = state;
  const long = Object.values(shot.lists).some((views) => views.length > MANY_ROWS);
  const now = useRef({ state, long });
  now.current = { state, long };
  useEffect(() => {
    if (old !== null || !dirty) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const { state: latest } = now.current;
      const sent = payloadOf(latest.program.fields, latest.typed.given, null, latest.shot);
      try {
        const checked = await door.check(sent.fields, { signal: stop.signal });
        setAnswer({ fields: checked.fields, rows: sent.rows });
        told(onScreen(checked.errors, sent, now.current.state.shot));
      } catch {
        // Out of reach, or a refusal: submitting will say it.
      }
    }, now.current.long ? LONG_PAUSE_MS : PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [door, typed.given, old, dirty, setAnswer, told]);
}

/**
 * What is wrong, by path: at once what the browser can tell, soon what only the server can. A mistake is shown once
 * the person left the field, or tried to submit; so is what the form only warns of.
 */
export function useMistakes(door: Door, state: TypedState, dirty: boolean) {
  const { program, typed, shot } = state;
  const t = useT("forms");
  const label = useLabel();
  const [attempted, setAttempted] = useState(false);
  const [told, setTold] = useState<FieldError[]>([]);

  const looked = useMemo<Looked>(() => new WeakMap(), [t, label]);
  const local = useMemo(
    () => mistakesOf(program.fields, shot, (field) => label(field.label), new Date(), (key, values) => t(key, values), looked),
    [program, shot, label, t, looked],
  );
  useChecks(door, state, dirty, setTold);

  const { placed, loose } = useMemo(() => sorted(program, told.filter((error) => !isWarning(error))), [program, told]);
  const warned = useMemo(() => byPlace(sorted(program, told.filter(isWarning)).placed), [program, told]);
  const visible = useCallback(
    (all: Messages): Messages => (attempted ? all : Object.fromEntries(Object.entries(all).filter(([path]) => typed.left.has(markOf(shot, path))))),
    [attempted, typed.left, shot],
  );
  const shown = useSame(useMemo(() => visible({ ...byPlace(placed), ...local }), [visible, placed, local]));
  const warnings = useSame(useMemo(() => visible(warned), [visible, warned]));

  /** Forget what the server said of a place: it was changed since. */
  const forget = useCallback((prefix: string): void => {
    setTold((before) => (before.some((error) => error.path.startsWith(prefix)) ? before.filter((error) => !error.path.startsWith(prefix)) : before));
  }, []);
  const begin = useCallback((): void => {
    setAttempted(false);
    setTold([]);
  }, []);
  return { local, shown, warnings, loose: attempted ? loose : [], attempt: () => setAttempted(true), setTold, forget, begin };
}

/** The same object as long as the messages are the same. */
function useSame(messages: Messages): Messages {
  const last = useRef(messages);
  const keys = Object.keys(messages);
  const same = keys.length === Object.keys(last.current).length && keys.every((key) => last.current[key] === messages[key]);
  if (!same) last.current = messages;
  return last.current;
}
