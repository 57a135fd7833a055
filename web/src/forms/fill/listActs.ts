import { useCallback, useMemo, useState } from "react";
import type { EditRow, Values, View } from "../model/engine.ts";
import type { ReadyField } from "../model/preset.ts";
import { isBlank } from "../model/scalar.ts";
import type { TypedState } from "./useTyped.ts";

/** What the rows of a list can be told to do. */
export type ListActs = {
  setCell: (row: string, cell: string, value: unknown) => void;
  /** Gives cells of one column the same value. */
  fill: (rows: string[], cell: string, value: unknown) => void;
  add: (after?: string) => string;
  /** Puts copies of rows behind the last of them; answers the first copy. */
  copy: (rows: View[]) => string;
  remove: (rows: View[]) => void;
  /** Moves rows, kept in their order, to before the row at `to`. */
  move: (rows: string[], to: number) => void;
  undo: (() => void) | null;
  /** The first of the rows that were removed last, and how many. */
  undone: { at: number; count: number } | null;
};

const EVIDENCE = ["image", "file", "signature", "scan", "code_range"];

/** What of a row another row may begin with: not the evidence, not what must differ. */
export function copied(field: ReadyField, view: View): Values {
  const kept = (field.fields ?? []).filter((one) => !view.flags[one.key]?.readonly && !one.unique && !EVIDENCE.includes(one.type));
  return Object.fromEntries(kept.filter((one) => !isBlank(view.values[one.key])).map((one) => [one.key, view.values[one.key]]));
}

/** `rows` with those named moved to before the row at `to`. */
export function moved<R extends { _k: string }>(rows: R[], keys: string[], to: number): R[] {
  const going = new Set(keys);
  const rest = (part: R[]): R[] => part.filter((row) => !going.has(row._k));
  return [...rest(rows.slice(0, to)), ...rows.filter((row) => going.has(row._k)), ...rest(rows.slice(to))];
}

/** `rows` with those that were taken out put back where they stood. */
export function restored<R>(rows: R[], gone: { row: R; at: number }[]): R[] {
  return gone.reduce((now, { row, at }) => [...now.slice(0, at), row, ...now.slice(at)], rows);
}

export function useListActs(field: ReadyField, state: TypedState, onForget: (prefix: string) => void): ListActs {
  const { hand } = state;
  const list = field.key;
  const [gone, setGone] = useState<{ row: EditRow; at: number }[]>([]);
  const setCell = useCallback(
    (row: string, cell: string, value: unknown) => {
      onForget(list);
      hand.setCell(list, row, cell, value);
    },
    [hand, list, onForget],
  );
  const acts = useMemo(
    () => ({
      setCell,
      fill: (rows: string[], cell: string, value: unknown) => {
        const wanted = new Set(rows);
        onForget(list);
        hand.changeRows(list, (now) => now.map((row) => (wanted.has(row._k) ? { ...row, [cell]: value } : row)));
      },
      add: (after?: string) => hand.addRows(list, [{}], after)[0] ?? "",
      copy: (rows: View[]) => hand.addRows(list, rows.map((row) => copied(field, row)), rows.at(-1)?.key)[0] ?? "",
      remove: (rows: View[]) => {
        const keys = new Set(rows.map((row) => row.key));
        onForget(list);
        hand.changeRows(list, (now) => {
          const taken = now.map((row, at) => ({ row, at })).filter(({ row }) => keys.has(row._k));
          queueMicrotask(() => setGone(taken));
          return now.filter((row) => !keys.has(row._k));
        });
      },
      move: (rows: string[], to: number) => {
        onForget(list);
        hand.changeRows(list, (now) => moved(now, rows, to));
      },
    }),
    [setCell, hand, list, field, onForget],
  );
  return useMemo(() => {
    const undo = (): void => {
      hand.changeRows(list, (now) => restored(now, gone));
      setGone([]);
    };
    const [first] = gone;
    return { ...acts, undo: first ? undo : null, undone: first ? { at: first.at, count: gone.length } : null };
  }, [acts, gone, hand, list]);
}
