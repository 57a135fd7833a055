import { type PointerEvent as ReactPointerEvent, useState } from "react";
import { aligned, dragged, type Hold, type Paper, type Place, placeOf } from "./geometry.ts";
import type { BlockDoc } from "./types.ts";

export type Held = { at: number; place: Place; xs: number[]; ys: number[] };

/** Moves and sizes blocks with the pointer: it snaps to half millimetres and to the edges of others; Alt lets go of the edges. */
export function useHold(blocks: BlockDoc[], paper: Paper, zoom: number, onDone: (at: number, place: Place) => void): { held: Held | null; take: (event: ReactPointerEvent, at: number, hold: Hold) => void } {
  const [held, setHeld] = useState<Held | null>(null);
  const take = (event: ReactPointerEvent, at: number, hold: Hold): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    const block = blocks[at]!;
    const from = placeOf(block);
    const start = { x: event.clientX, y: event.clientY };
    let now: Held | null = null;
    const move = (to: PointerEvent): void => {
      const dx = (to.clientX - start.x) / zoom;
      const dy = (to.clientY - start.y) / zoom;
      if (!now && Math.hypot(dx, dy) * zoom < 3) return;
      const place = dragged(from, hold, dx, dy, paper, block.block === "line");
      const others = blocks.filter((_, n) => n !== at).map(placeOf);
      now = { at, ...(hold === "move" && !to.altKey ? aligned(place, others, paper) : { place, xs: [], ys: [] }) };
      setHeld(now);
    };
    const end = (): void => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", end);
      setHeld(null);
      if (now) onDone(at, now.place);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
  };
  return { held, take };
}
