import { useCallback, useRef } from "react";
import type { View } from "../model/engine.ts";
import type { Cell, RowAct } from "./gridKeys.ts";
import type { ListActs } from "./listActs.ts";
import type { Picked } from "./usePicked.ts";

/** The first cell of a row that may be filled. */
function firstOpen(view: View | undefined): string {
  return Object.keys(view?.flags ?? {}).find((key) => !view?.flags[key]?.readonly && !view?.flags[key]?.hidden) ?? "";
}

/** What keys and drags do with whole rows: with the one at hand, or with all that are selected when it is among them. */
export function useRowActs(views: View[], acts: ListActs, picked: Picked, focusSoon: (row: number, column: string) => void) {
  const now = useRef({ views, acts, focusSoon });
  now.current = { views, acts, focusSoon };

  const meant = (row: string): string[] => (picked.has(row) ? picked.keys(views) : [row]);
  const insertAfter = useCallback((row: string): void => {
    const { views: all, acts: does, focusSoon: focus } = now.current;
    const at = all.findIndex((view) => view.key === row);
    does.add(row);
    focus(at + 1, firstOpen(all[at]));
  }, []);
  const shift = ({ row, column }: Cell, by: 1 | -1): void => {
    const keys = meant(views[row]?.key ?? "");
    const places = views.flatMap((view, at) => (keys.includes(view.key) ? [at] : []));
    const to = by < 0 ? Math.min(...places) - 1 : Math.max(...places) + 2;
    if (to < 0 || to > views.length) return;
    acts.move(keys, to);
    focusSoon(row + by, column);
  };
  const fillDown = ({ row, column }: Cell): void => {
    const keys = meant(views[row]?.key ?? "");
    const source = keys.length > 1 ? views.find((view) => view.key === keys[0]) : views[row - 1];
    const open = views.filter((view) => keys.includes(view.key) && view !== source && !view.flags[column]?.readonly && !view.flags[column]?.hidden);
    if (source && open.length) acts.fill(open.map((view) => view.key), column, source.values[column]);
  };
  const removeAt = ({ row, column }: Cell): void => {
    const keys = meant(views[row]?.key ?? "");
    acts.remove(views.filter((view) => keys.includes(view.key)));
    picked.clear();
    focusSoon(Math.max(0, Math.min(row, views.length - keys.length - 1)), column);
  };
  const run = (act: RowAct, at: Cell): void => {
    const key = views[at.row]?.key ?? "";
    if (act === "insert") insertAfter(key);
    else if (act === "up" || act === "down") shift(at, act === "up" ? -1 : 1);
    else if (act === "fill") fillDown(at);
    else if (act === "remove") removeAt(at);
    else picked.toggle(key);
  };
  const drop = (row: string, to: number): void => acts.move(meant(row), to);
  return { run, drop, insertAfter };
}
