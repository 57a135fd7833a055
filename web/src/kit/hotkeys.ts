import { useEffect, useRef } from "react";

/** Whether keys now belong to something the person types in. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** A key's name as used below: `j`, `?`, `Enter`, `ctrl+Enter` (⌘ counts as ctrl). */
export function keyName(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `ctrl+${key}` : key;
}

/**
 * Keys of a screen, from anywhere on the page. Plain keys rest while a field is typed in or a dialog is open;
 * `ctrl+…` keys always work.
 */
export function useHotkeys(keys: Record<string, (event: KeyboardEvent) => void>, active = true): void {
  const now = useRef(keys);
  now.current = keys;
  useEffect(() => {
    if (!active) return;
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey) return;
      const name = keyName(event);
      const act = now.current[name];
      if (!act) return;
      const busy = isTyping(event.target) || document.querySelector(".ant-modal-wrap:not([style*='display: none'])");
      if (busy && !name.startsWith("ctrl+")) return;
      event.preventDefault();
      act(event);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [active]);
}
