import { useCallback, useMemo, useRef, useState } from "react";
import type { FormInfo, RecordData } from "../../api/index.ts";
import type { Values } from "../model/engine.ts";
import { placeOf } from "../model/path.ts";
import { payloadOf, type Sent } from "../model/payload.ts";
import type { Door } from "./door.ts";
import { focusPath } from "./focus.ts";
import type { Reveal } from "./Sections.tsx";
import { emptyGiven, inOrder, markOf } from "./state.ts";
import { type Setting, useFillTools } from "./useFillTools.ts";
import { useMistakes } from "./useMistakes.ts";
import { useTyped } from "./useTyped.ts";

type Begin = Setting & { record?: RecordData; filling?: Values; onTyped?: (given: Values) => void };

/** A form that is being filled in: what is typed, what is wrong with it, and ways to lead the person there. */
export function useFormFill(form: FormInfo, door: Door, { record, filling, onTyped, ...setting }: Begin) {
  const { phone, scope = "" } = setting;
  const [dirty, setDirty] = useState(filling !== undefined);
  const reveal = useRef<Reveal>(new Map());
  const showing = useRef<(field: string) => void>(() => undefined);
  const state = useTyped(form, record, phone, filling, (given) => {
    setDirty(true);
    onTyped?.(given);
  });
  const { program, hand, shot, typed, old } = state;
  const mistakes = useMistakes(door, state, dirty);
  const { tools, uploading } = useFillTools(form.key, door, setting, state);

  const latest = useRef({ shot, mistakes });
  latest.current = { shot, mistakes };
  const leave = useCallback((path: string) => hand.leave(markOf(latest.current.shot, path)), [hand]);
  const change = useCallback(
    (key: string, value: unknown) => {
      latest.current.mistakes.forget(key);
      hand.set(key, value);
    },
    [hand],
  );

  const focusOn = useCallback((path: string): void => {
    const at = placeOf(path);
    showing.current(at.field);
    if (at.row !== undefined) reveal.current.get(at.field)?.(at.row, at.cell ?? "");
    focusPath(path, scope);
  }, [scope]);
  const focusFirst = (paths: string[]): void => {
    const [first] = inOrder(program, paths);
    if (first !== undefined) focusOn(first);
  };

  /** What is to be sent; `null` when the browser sees mistakes, to the first of which the person is led. */
  const ready = (): Sent | null => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    mistakes.attempt();
    const wrong = Object.keys(mistakes.local);
    if (!wrong.length) return payloadOf(program.fields, typed.given, old, shot);
    focusFirst(wrong);
    return null;
  };
  const begin = (given: Values): void => {
    mistakes.begin();
    state.renew();
    setDirty(false);
    hand.replace({ ...emptyGiven(program, phone), ...given });
  };
  const fieldKeys = useMemo(() => new Set(program.fields.map((field) => field.key)), [program]);
  return { state, mistakes, tools, uploading, dirty, setDirty, reveal: reveal.current, showing, latest, leave, change, focusFirst, ready, begin, fieldKeys };
}

export type Filling = ReturnType<typeof useFormFill>;
