import { type RefObject, useLayoutEffect, useState } from "react";

/** Rows to draw: `from` inclusive, `to` exclusive. */
export type RowWindow = { from: number; to: number };

/** The rows of equal height that stand in view, with some beyond either edge. */
export function rowsInView(top: number, height: number, rowHeight: number, count: number, beyond = 8): RowWindow {
  const from = Math.max(0, Math.floor(top / rowHeight) - beyond);
  const to = Math.min(count, Math.ceil((top + height) / rowHeight) + beyond);
  return { from: Math.min(from, count), to };
}

/** Follows a scrolling box and says which of its rows to draw. */
export function useRowWindow(box: RefObject<HTMLElement | null>, rowHeight: number, count: number): RowWindow {
  const [shown, setShown] = useState<RowWindow>({ from: 0, to: Math.min(count, 40) });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = (): void => {
      const next = rowsInView(element.scrollTop, element.clientHeight, rowHeight, count);
      setShown((now) => (now.from === next.from && now.to === next.to ? now : next));
    };
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [box, rowHeight, count]);
  return shown;
}
