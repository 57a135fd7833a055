import { useEffect, useRef } from "react";
import { isTyping, useLang, words } from "../../../kit/index.ts";
import { namesOf, nextSpot, removeSelected, sectionIn, sectionPath } from "../actions.ts";
import { type Doc, drawnPaths, fieldAt, type Path, splitPath, widthOf } from "../model/doc.ts";
import { copyFields, moveFields, moveSection, type Spot } from "../model/ops.ts";
import type { DesignerStore } from "../model/store.ts";
import { useDesignerStore } from "../model/useDesigner.ts";
import { clip, clipped } from "./clipboard.ts";
import { steppedSpot } from "./step.ts";
import { beside } from "./beside.ts";
import { steppedWidth } from "./Resize.tsx";
import type { Hand } from "./useHand.ts";

const say = (key: string, values?: Record<string, unknown>): string => words("forms", key, values);

/** Puts what was copied after the selection, and selects it. */
function paste(store: DesignerStore): void {
  const taken = clipped();
  const { doc, selected } = store.get();
  if (!taken.length) return;
  const spot = nextSpot(doc, selected);
  store.apply(say("design_did.paste", { count: taken.length }), (now) => copyFields(now, taken, spot));
  store.select(drawnPaths(store.get().doc).filter((path) => !fieldAt(doc, path) && !splitPath(path).list === !spot.list));
}

/** Moves the selection one place on, past the edge of its part into the next. */
function moveBy(store: DesignerStore, by: 1 | -1, lang: "zh" | "en"): void {
  const { doc, selected, published } = store.get();
  const section = sectionIn(selected);
  if (section !== null) {
    const to = section + by;
    if (to < 0 || to >= (doc.sections?.length ?? 0)) return;
    store.apply(say("design_did.section", { what: say("design_section") }), (now) => moveSection(now, section, by > 0 ? section + 2 : to));
    return store.select([sectionPath(to)]);
  }
  const paths = selected.filter((path) => fieldAt(doc, path));
  const spot: Spot | null = steppedSpot(doc, paths, by);
  if (!spot) return;
  store.apply(say("design_did.move", { what: namesOf(doc, paths, lang) }), (now) => moveFields(now, paths, spot, published));
}

function everything(doc: Doc, selected: Path[]): Path[] {
  const { list } = splitPath(selected.at(-1) ?? "");
  return drawnPaths(doc).filter((path) => splitPath(path).list === list);
}

/** Whether a key is for the canvas: pressed on it, or nowhere in particular. */
function isOurs(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.defaultPrevented || isTyping(target) || !(target instanceof HTMLElement)) return false;
  if (target !== document.body) return target.closest("[data-canvas]") !== null;
  return !document.querySelector(".ant-modal-wrap:not([style*='display: none'])") && (window.getSelection()?.isCollapsed ?? true);
}

/** The keys of the canvas. Typing a label is not its business. */
export function useCanvasKeys(hand: Hand): void {
  const store = useDesignerStore();
  const lang = useLang();
  const now = useRef(hand);
  now.current = hand;
  useEffect(() => {
    const walk = (event: KeyboardEvent): void => {
      const { doc, selected } = store.get();
      const to = beside(event.key, selected.at(-1) ?? "", drawnPaths(doc));
      if (to) now.current.click(to, { ctrlKey: false, metaKey: false, shiftKey: event.shiftKey });
    };
    const alt = (event: KeyboardEvent): boolean => {
      if (!event.key.startsWith("Arrow")) return false;
      const by = event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : -1;
      const { doc, selected } = store.get();
      const last = selected.at(-1);
      const field = last === undefined ? undefined : fieldAt(doc, last);
      if (!event.shiftKey) moveBy(store, by, lang);
      else if (last !== undefined && field) now.current.resize(last, steppedWidth(widthOf(field), by));
      return true;
    };
    const ctrl: Record<string, () => void> = {
      a: () => store.select(everything(store.get().doc, store.get().selected)),
      c: () => void clip(store.get().doc, store.get().selected),
      x: () => void (clip(store.get().doc, store.get().selected).length && removeSelected(store, lang)),
      v: () => paste(store),
      d: () => {
        const { doc, selected } = store.get();
        const paths = selected.filter((path) => fieldAt(doc, path));
        if (paths.length === 1) return now.current.copy(paths[0] as Path);
        const taken = paths.map((path) => ({ key: splitPath(path).key, field: fieldAt(doc, path) as NonNullable<ReturnType<typeof fieldAt>> }));
        store.apply(say("design_did.copy", { what: namesOf(doc, paths, lang) }), (made) => copyFields(made, taken, nextSpot(doc, paths)));
      },
    };
    const plain: Record<string, () => void> = {
      Delete: () => removeSelected(store, lang),
      Backspace: () => removeSelected(store, lang),
      Escape: () => {
        const { list } = splitPath(store.get().selected.at(-1) ?? "");
        store.select(list ? [list] : []);
      },
      F2: () => now.current.edit(store.get().selected.at(-1) ?? null),
      Enter: () => now.current.edit(store.get().selected.at(-1) ?? null),
    };
    const pressed = (event: KeyboardEvent): void => {
      if (!isOurs(event)) return;
      const button = event.target instanceof HTMLElement && event.target.closest("button, [role=slider]");
      if (button && (event.key === "Enter" || event.key === " " || event.key.startsWith("Arrow"))) return;
      const act = event.ctrlKey || event.metaKey ? ctrl[event.key.toLowerCase()] : event.altKey ? undefined : plain[event.key];
      if (act) act();
      else if (event.altKey && alt(event)) void 0;
      else if (!event.ctrlKey && !event.altKey && event.key.startsWith("Arrow")) walk(event);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [store, lang]);
}

