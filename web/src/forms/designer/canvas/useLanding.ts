import type { Announcements, KeyboardCoordinateGetter } from "@dnd-kit/core";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { useLang, useT } from "../../../kit/index.ts";
import { fieldAt, joinPath, labelOf } from "../model/doc.ts";
import type { Spot } from "../model/ops.ts";
import { useDesignerStore } from "../model/useDesigner.ts";
import type { LineHandle } from "./DropLine.tsx";
import { type Box, type Carried, landingAt, landings, measure, type Point, sectionLanding } from "./spot.ts";

/** Where what was dragged shall go: a spot for fields, a section to stand before for sections. */
export type Landed = { spot?: Spot; section?: number; byKey: boolean };

const TAB_MS = 450;

type Drag = { carried: Carried | "section"; byKey: boolean; at: Point; step: number; found: Landed | null };

/** Follows the pointer (or the arrow keys) while something is dragged, and shows where it would go. */
export function useLanding(line: RefObject<LineHandle | null>, onTab: (tab: number) => void) {
  const t = useT("forms");
  const lang = useLang();
  const store = useDesignerStore();
  const drag = useRef<Drag | null>(null);
  const now = useRef({ t, lang, onTab });
  now.current = { t, lang, onTab };
  const pointer = usePointer(() => drag.current && looking.current());
  const looking = useRef(() => undefined as void);
  return useMemo(() => {
    let tabTimer: ReturnType<typeof setTimeout> | undefined;
    let over: string | undefined;
    const canvas = (): Element | null => document.querySelector("[data-canvas]");
    const show = (box: Box | null, found: Landed | null): void => {
      if (drag.current) drag.current.found = found;
      line.current?.show(box);
    };
    const overTab = (point: Point): void => {
      const tab = document.elementsFromPoint(point.x, point.y).map((one) => (one as HTMLElement).dataset?.tab).find((one) => one !== undefined);
      if (tab === over) return;
      over = tab;
      clearTimeout(tabTimer);
      if (tab !== undefined) tabTimer = setTimeout(() => now.current.onTab(Number(tab)), TAB_MS);
    };
    const look = (): void => {
      const one = drag.current;
      const board = canvas();
      if (!one || !board || one.byKey) return;
      one.at = pointer.current;
      const groups = measure(board);
      overTab(one.at);
      const inside = board.getBoundingClientRect();
      if (one.at.x < inside.left || one.at.x > inside.right) return show(null, null);
      if (one.carried === "section") {
        const found = sectionLanding(groups, one.at.y);
        return show(found?.line ?? null, found && { section: found.before, byKey: false });
      }
      const found = landingAt(groups, one.at, one.carried);
      show(found?.line ?? null, found && { spot: found.spot, byKey: false });
    };
    looking.current = look;
    /** The places to go through by keyboard, each with its line. */
    const places = (one: Drag): { line: Box; found: Landed }[] => {
      const groups = measure(canvas() as Element);
      if (one.carried !== "section") return landings(groups, one.carried).map(({ spot, line: at }) => ({ line: at, found: { spot, byKey: true } }));
      const tops = [...groups.filter((group) => group.section !== null).map((group) => group.box.top - 1), Infinity];
      return tops.flatMap((y) => {
        const found = sectionLanding(groups, y);
        return found ? [{ line: found.line, found: { section: found.before, byKey: true } }] : [];
      });
    };
    const step: KeyboardCoordinateGetter = (event, { currentCoordinates }) => {
      const by = ["ArrowDown", "ArrowRight"].includes(event.code) ? 1 : ["ArrowUp", "ArrowLeft"].includes(event.code) ? -1 : 0;
      const one = drag.current;
      if (!by || !one || !canvas()) return undefined;
      event.preventDefault();
      const all = places(one);
      if (!all.length) return undefined;
      one.step = Math.max(0, Math.min(all.length - 1, one.step < 0 ? startOf(all.map((place) => place.line), currentCoordinates, by) : one.step + by));
      const place = all[one.step] as { line: Box; found: Landed };
      show(place.line, place.found);
      return { x: place.line.left, y: place.line.top };
    };
    const words = (): string => {
      const found = drag.current?.found;
      if (!found?.spot) return "";
      const { list, before } = found.spot;
      const { doc } = store.get();
      const path = before ? joinPath(list ?? "", before) : "";
      const { t, lang } = now.current;
      return path ? t("design_drag_before", { field: labelOf(before as string, fieldAt(doc, path), lang) }) : t("design_drag_last");
    };
    const announcements: Announcements = {
      onDragStart: () => now.current.t("design_drag_taken"),
      onDragMove: () => words(),
      onDragOver: () => undefined,
      onDragEnd: () => now.current.t("design_drag_put"),
      onDragCancel: () => now.current.t("design_drag_left"),
    };
    return {
      begin: (event: Event, carried: Carried | "section"): void => {
        const byKey = !(event instanceof PointerEvent);
        drag.current = { carried, byKey, at: pointer.current, step: -1, found: null };
        look();
      },
      move: look,
      end: (): Landed | null => {
        look();
        clearTimeout(tabTimer);
        over = undefined;
        const found = drag.current?.found ?? null;
        drag.current = null;
        line.current?.show(null);
        return found;
      },
      step,
      announcements,
    };
  }, [store, line, pointer]);
}

/** Where the pointer is: known from before a drag begins, since it moves on while the drag is being set up. */
function usePointer(onMove: () => void): RefObject<Point> {
  const at = useRef<Point>({ x: -1, y: -1 });
  const now = useRef(onMove);
  now.current = onMove;
  useEffect(() => {
    const follow = (event: PointerEvent): void => {
      at.current = { x: event.clientX, y: event.clientY };
      now.current();
    };
    window.addEventListener("pointermove", follow);
    window.addEventListener("pointerup", follow, true);
    return () => {
      window.removeEventListener("pointermove", follow);
      window.removeEventListener("pointerup", follow, true);
    };
  }, []);
  return at;
}

/** The place to begin with: the nearest in the direction that was asked for. */
function startOf(lines: Box[], from: Point, by: 1 | -1): number {
  const far = lines.map((line) => Math.abs(line.top - from.y) + Math.abs(line.left - from.x) / 4);
  const nearest = far.indexOf(Math.min(...far));
  return nearest + (by > 0 ? 1 : 0);
}
