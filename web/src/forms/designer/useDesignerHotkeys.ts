import { useEffect } from "react";
import { keyName } from "../../kit/index.ts";
import type { DesignerStore } from "./model/store.ts";

/** Where what is typed is no part of the form: undoing there is the browser's. */
const ELSEWHERE = ".ant-modal, .ant-drawer, .dz-palette, .dz-label-edit";

/** Save, undo, redo from anywhere in the designer; without `undoing` only save. */
export function useDesignerHotkeys(store: DesignerStore, undoing = true): void {
  useEffect(() => {
    const doings: Record<string, (event: KeyboardEvent) => void> = {
      "ctrl+s": () => void store.flush(),
      "ctrl+z": (event) => (event.shiftKey ? store.redo() : store.undo()),
      "ctrl+y": () => store.redo(),
    };
    const pressed = (event: KeyboardEvent): void => {
      const name = keyName(event);
      const act = undoing || name === "ctrl+s" ? doings[name] : undefined;
      if (!act || event.defaultPrevented || event.altKey) return;
      if (name !== "ctrl+s" && event.target instanceof HTMLElement && event.target.closest(ELSEWHERE)) return;
      event.preventDefault();
      act(event);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [store, undoing]);
}
