import { useMemo, useState } from "react";
import { useLang, words } from "../../../kit/index.ts";
import { namesOf, relabel, removeSelected, sectionIn } from "../actions.ts";
import { drawnPaths, fieldAt, type Path, splitPath } from "../model/doc.ts";
import { kindOf } from "../../model/fieldTypes.ts";
import { copyFields, setField, setSection, spotAfter } from "../model/ops.ts";
import { useDesignerStore, useTypes } from "../model/useDesigner.ts";

import { cardOf } from "./cards.ts";

type Keys = { ctrlKey: boolean; metaKey: boolean; shiftKey: boolean };

/** What cards of the canvas do; the object stays the same, so that a card is drawn again only for its own field. */
export type Hand = {
  click: (path: Path, keys: Keys) => void;
  edit: (path: Path | null) => void;
  commit: (path: Path, text: string) => void;
  copy: (path: Path) => void;
  remove: (path: Path) => void;
  resize: (path: Path, width: number) => void;
};

/** The paths from one to the other, both in. */
function stretch(all: Path[], from: Path, to: Path): Path[] {
  const [a, b] = [all.indexOf(from), all.indexOf(to)].sort((x, y) => x - y) as [number, number];
  return a < 0 ? [to] : all.slice(a, b + 1);
}

/** The focus goes back to the card whose label was edited, so that its keys work on. */
function backToCard(path: Path | undefined): void {
  if (path === undefined) return;
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) cardOf(path)?.focus({ preventScroll: true });
  });
}

/** The canvas's doings, and which label is being edited. */
export function useHand(): { hand: Hand; editing: Path | null } {
  const store = useDesignerStore();
  const types = useTypes();
  const lang = useLang();
  const [editing, setEditing] = useState<Path | null>(null);
  const hand = useMemo<Hand>(() => {
    const click = (path: Path, keys: Keys): void => {
      const { selected, doc } = store.get();
      const anchor = selected.at(-1);
      if (keys.shiftKey && anchor && fieldAt(doc, path)) store.select([...new Set([...stretch(drawnPaths(doc), anchor, path).filter((one) => one !== path), path])]);
      else if (keys.ctrlKey || keys.metaKey) store.select(selected.includes(path) ? selected.filter((one) => one !== path) : [...selected, path]);
      else store.select([path]);
    };
    const edit = (path: Path | null): void => {
      setEditing(path);
      if (path === null) backToCard(store.get().selected.at(-1));
    };
    const commit = (path: Path, text: string): void => {
      edit(null);
      const section = sectionIn([path]);
      const { doc } = store.get();
      if (section === null) {
        const field = fieldAt(doc, path);
        if (field) relabel(store, path, text, lang, kindOf(types, field));
        return;
      }
      const old = doc.sections?.[section]?.label;
      const known = typeof old === "string" ? { zh: old, en: old } : { zh: "", en: "", ...old };
      const other = lang === "en" ? "zh" : "en";
      const stock = /^(Section|Tab|分组|标签页) \d+$/.test(known[other]);
      const label = { ...known, [lang]: text.trim(), ...(stock ? { [other]: "" } : {}) };
      store.apply(words("forms", "design_did.label", { what: text.trim() }), (now) => setSection(now, section, { label }));
    };
    const copy = (path: Path): void => {
      const { doc } = store.get();
      const field = fieldAt(doc, path);
      if (!field) return;
      const spot = spotAfter(doc, path);
      store.apply(words("forms", "design_did.copy", { what: namesOf(doc, [path], lang) }), (now) => copyFields(now, [{ key: splitPath(path).key, field }], spot));
      const made = drawnPaths(store.get().doc).find((one) => !fieldAt(doc, one) && splitPath(one).list === splitPath(path).list);
      if (!made) return;
      store.select([made]);
      store.dropped(made);
    };
    const remove = (path: Path): void => {
      if (!store.get().selected.includes(path)) store.select([path]);
      removeSelected(store, lang);
    };
    const resize = (path: Path, width: number): void => {
      const { doc, selected } = store.get();
      const paths = selected.includes(path) ? selected.filter((one) => fieldAt(doc, one)) : [path];
      store.apply(words("forms", "design_did.width", { what: namesOf(doc, paths, lang) }), (now) => paths.reduce((made, one) => setField(made, one, { width }), now));
    };
    return { click, edit, commit, copy, remove, resize };
  }, [store, types, lang]);
  return { hand, editing };
}
