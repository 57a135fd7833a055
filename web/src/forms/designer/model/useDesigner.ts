import { createContext, useContext, useMemo, useSyncExternalStore } from "react";
import { type Lang, useLang } from "../../../kit/index.ts";
import type { Doc, Path } from "./doc.ts";
import type { FieldTypes } from "../../model/fieldTypes.ts";
import type { DesignerState, DesignerStore } from "./store.ts";

/** What the screen gives to everything in it. */
export const DesignerContext = createContext<{ store: DesignerStore; types: FieldTypes } | null>(null);

function useDrawn(): { store: DesignerStore; types: FieldTypes } {
  const found = useContext(DesignerContext);
  if (!found) throw new Error("outside the form designer");
  return found;
}

/** The store itself, for handlers: reading it does not draw again. */
export function useDesignerStore(): DesignerStore {
  return useDrawn().store;
}

export function useTypes(): FieldTypes {
  return useDrawn().types;
}

/** One part of the state; draws again when that part is another value. */
export function useDesignerPart<T>(pick: (state: DesignerState) => T): T {
  const { store } = useDrawn();
  return useSyncExternalStore(store.subscribe, () => pick(store.get()));
}

export type Designer = Omit<DesignerState, "history"> & {
  select: (paths: Path[]) => void;
  /** Changes the document; `name` says in words what was done: "Delete 供应商". */
  apply: (name: string, change: (doc: Doc) => Doc) => void;
  undo: () => void;
  redo: () => void;
  /** What would be undone, in words; null when there is nothing. */
  canUndo: string | null;
  canRedo: string | null;
  /** Looks at the server again, after publishing or going back to another version. */
  refresh: () => Promise<boolean>;
  /** Sends what is not sent yet. */
  flush: () => Promise<void>;
  types: FieldTypes;
  lang: Lang;
};

/** The form that is being drawn. Draws again on every change: for panels and tabs, not for each field. */
export function useDesigner(): Designer {
  const { store, types } = useDrawn();
  const lang = useLang();
  const state = useSyncExternalStore(store.subscribe, store.get);
  return useMemo(() => {
    const { history, ...rest } = state;
    const { select, apply, undo, redo, refresh, flush } = store;
    const names = { canUndo: history.past.at(-1)?.name ?? null, canRedo: history.future.at(-1)?.name ?? null };
    return { ...rest, ...names, select, apply, undo, redo, refresh, flush, types, lang };
  }, [state, store, types, lang]);
}
