import { useCallback, useMemo, useRef, useState } from "react";
import type { View } from "../model/engine.ts";

export type Picked = {
  has: (row: string) => boolean;
  /** Selects a row or takes it back; with `range` all from the one selected last. */
  toggle: (row: string, range?: boolean) => void;
  clear: () => void;
  keys: (views: View[]) => string[];
  size: number;
};

/** The rows between two, both included, wherever they stand. */
export function between(keys: string[], from: string, to: string): string[] {
  const ends = [keys.indexOf(from), keys.indexOf(to)].sort((a, b) => a - b) as [number, number];
  return ends[0] < 0 ? [to] : keys.slice(ends[0], ends[1] + 1);
}

/** The rows of a grid that are selected. */
export function usePicked(views: View[]): Picked {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const last = useRef("");
  const now = useRef(views);
  now.current = views;
  const toggle = useCallback((row: string, range = false): void => {
    setPicked((before) => {
      const after = new Set(before);
      if (range && last.current) for (const key of between(now.current.map((view) => view.key), last.current, row)) after.add(key);
      else if (!after.delete(row)) after.add(row);
      last.current = row;
      return after;
    });
  }, []);
  const clear = useCallback(() => setPicked((before) => (before.size ? new Set() : before)), []);
  return useMemo(
    () => ({ has: (row) => picked.has(row), toggle, clear, keys: (all) => all.map((view) => view.key).filter((key) => picked.has(key)), size: picked.size }),
    [picked, toggle, clear],
  );
}
