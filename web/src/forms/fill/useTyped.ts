import { useCallback, useMemo, useRef, useState } from "react";
import { type FormInfo, holds, type RecordData, useMe } from "../../api/index.ts";
import { envAt } from "../../expr/index.ts";
import { type Answer, type EditRow, Engine, type Snapshot, type Values } from "../model/engine.ts";
import { type Program, programOf } from "../model/program.ts";
import { emptyGiven, newRow, type Typed, withCell, withRows } from "./state.ts";
import { useLinks } from "./useLinks.ts";

/** Ways to change what is typed; the object stays the same while the form is open. */
export type Hand = {
  set: (key: string, value: unknown) => void;
  setCell: (list: string, row: string, cell: string, value: unknown) => void;
  /** Adds rows, after `after` or at the end; answers their `_k`s. */
  addRows: (list: string, rows: Values[], after?: string) => string[];
  removeRow: (list: string, row: string) => void;
  putRow: (list: string, row: EditRow, at: number) => void;
  /** Changes any rows at once. */
  changeRows: (list: string, change: (rows: EditRow[]) => EditRow[]) => void;
  /** The person left a field: its mistakes may be shown. */
  leave: (mark: string) => void;
  replace: (given: Values) => void;
};

export type TypedState = {
  program: Program;
  typed: Typed;
  shot: Snapshot;
  old: Values | null;
  hand: Hand;
  links: ReturnType<typeof useLinks>["links"];
  setAnswer: (answer: Answer | null) => void;
  /** Another record begins: another moment, nothing answered yet. */
  renew: () => void;
};

function zoneOf(me: unknown): string {
  const zone = (me as { plant?: { zone?: unknown } } | undefined)?.plant?.zone;
  return typeof zone === "string" && zone ? zone : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The record as it is typed: what was given, and all that follows from it. */
export function useTyped(form: FormInfo, record: RecordData | undefined, phone: boolean, filling: Values | undefined, changed: (given: Values) => void): TypedState {
  const me = useMe().data;
  const person = me?.person ?? null;
  const { links, stamp } = useLinks();
  const program = useMemo(() => programOf(form.definition, (path) => holds(form.readable, path) || holds(form.writable, path)), [form]);
  const [typed, setTyped] = useState<Typed>(() => ({ given: record ? {} : { ...emptyGiven(program, phone), ...filling }, left: new Set() }));
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [opened, setOpened] = useState(() => new Date());
  const engine = useMemo(() => new Engine(program, links), [program, links]);
  const old = record?.fields ?? null;

  const env = useMemo(() => {
    const minute = new Date(Math.floor(opened.getTime() / 60_000) * 60_000);
    return envAt(minute.toISOString(), zoneOf(me), person?.id ?? null);
  }, [opened, me, person?.id]);

  const writable = useCallback((path: string) => holds(form.writable, path), [form.writable]);
  const shot = useMemo(() => {
    void stamp;
    const self = person ? { id: person.id, name: person.name } : null;
    return engine.run({ given: typed.given, old, env, self, answer, writable });
  }, [engine, typed.given, old, env, person, answer, writable, stamp]);

  const told = useRef(changed);
  told.current = changed;
  const hand = useHand(old, setTyped, told);
  const renew = useCallback(() => {
    setAnswer(null);
    setOpened(new Date());
  }, []);
  return { program, typed, shot, old, hand, links, setAnswer, renew };
}

type SetTyped = (change: (now: Typed) => Typed) => void;

function useHand(old: Values | null, setTyped: SetTyped, told: { current: (given: Values) => void }): Hand {
  return useMemo(() => {
    const change = (make: (given: Values) => Values): void => {
      setTyped((now) => {
        const given = make(now.given);
        queueMicrotask(() => told.current(given));
        return { ...now, given };
      });
    };
    const changeRows = (list: string, make: (rows: EditRow[]) => EditRow[]): void => change((given) => withRows(given, old, list, make));
    return {
      set: (key, value) => change((given) => ({ ...given, [key]: value })),
      setCell: (list, row, cell, value) => change((given) => withCell(given, old, list, row, cell, value)),
      addRows: (list, rows, after) => {
        const made = rows.map((row) => newRow(row));
        changeRows(list, (now) => {
          const at = after === undefined ? now.length : now.findIndex((one) => one._k === after) + 1;
          return [...now.slice(0, at), ...made, ...now.slice(at)];
        });
        return made.map((row) => row._k);
      },
      removeRow: (list, row) => changeRows(list, (now) => now.filter((one) => one._k !== row)),
      putRow: (list, row, at) => changeRows(list, (now) => [...now.slice(0, at), row, ...now.slice(at)]),
      changeRows,
      leave: (mark) => setTyped((now) => (now.left.has(mark) ? now : { ...now, left: new Set(now.left).add(mark) })),
      replace: (given) => setTyped(() => ({ given, left: new Set() })),
    };
  }, [old, setTyped, told]);
}
