import { type PointerEvent, type RefObject, useRef, useState } from "react";

const STIRRED_PX = 5;
const EDGE_PX = 36;
const PUSH_PX = 14;

type Drag = { row: string; from: number; stirred: boolean };

type RowDrag = {
  /** Before which row what is dragged would go. */
  to: number | null;
  grip: (event: PointerEvent<HTMLElement>, row: string) => void;
  follow: (event: PointerEvent<HTMLElement>) => void;
  drop: (event: PointerEvent<HTMLElement>) => void;
};

/** Dragging rows of equal height by their numbers; a grip that is not moved is a click. */
export function useRowDrag(
  box: RefObject<HTMLElement | null>,
  rows: { height: number; head: number; count: number },
  onMove: (row: string, to: number) => void,
  onClick: (row: string, range: boolean) => void,
): RowDrag {
  const drag = useRef<Drag | null>(null);
  const [to, setTo] = useState<number | null>(null);
  const grip = (event: PointerEvent<HTMLElement>, row: string): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { row, from: event.clientY, stirred: false };
  };
  const follow = (event: PointerEvent<HTMLElement>): void => {
    const held = drag.current;
    const scroller = box.current;
    if (!held || !scroller) return;
    held.stirred ||= Math.abs(event.clientY - held.from) > STIRRED_PX;
    if (!held.stirred) return;
    const place = scroller.getBoundingClientRect();
    if (event.clientY < place.top + rows.head + EDGE_PX) scroller.scrollTop -= PUSH_PX;
    else if (event.clientY > place.bottom - EDGE_PX) scroller.scrollTop += PUSH_PX;
    const within = event.clientY - place.top - rows.head + scroller.scrollTop;
    setTo(Math.max(0, Math.min(rows.count, Math.round(within / rows.height))));
  };
  const drop = (event: PointerEvent<HTMLElement>): void => {
    const held = drag.current;
    drag.current = null;
    setTo(null);
    if (!held || event.type === "pointercancel") return;
    if (!held.stirred) onClick(held.row, event.shiftKey);
    else if (to !== null) onMove(held.row, to);
  };
  return { to, grip, follow, drop };
}
