import { type ReactNode, type RefObject, useLayoutEffect, useState } from "react";
import { createPortal } from "react-dom";

const LEAST_WIDTH = 260;
const MOST_HEIGHT = 320;

type Spot = { left: number; width: number; top?: number; bottom?: number; maxHeight: number };

function spotBeside(box: DOMRect, least: number): Spot {
  const width = Math.min(Math.max(box.width, least), window.innerWidth - 16);
  const left = Math.max(8, Math.min(box.left, window.innerWidth - width - 8));
  const below = window.innerHeight - box.bottom - 12;
  const above = box.top - 12;
  if (below >= Math.min(MOST_HEIGHT, 220) || below >= above) return { left, width, top: box.bottom + 4, maxHeight: Math.min(MOST_HEIGHT, below) };
  return { left, width, bottom: window.innerHeight - box.top + 4, maxHeight: Math.min(MOST_HEIGHT, above) };
}

/** A box that floats at an input, below it or above it where there is more room. */
export function Popup({ at, least = LEAST_WIDTH, children }: { at: RefObject<HTMLElement | null>; least?: number; children: ReactNode }) {
  const [spot, setSpot] = useState<Spot | null>(null);
  useLayoutEffect(() => {
    const place = (): void => {
      const box = at.current?.getBoundingClientRect();
      if (box) setSpot(spotBeside(box, least));
    };
    place();
    window.addEventListener("scroll", place, true);
    window.addEventListener("resize", place);
    return () => {
      window.removeEventListener("scroll", place, true);
      window.removeEventListener("resize", place);
    };
  }, [at, least]);
  if (!spot) return null;
  return createPortal(
    <div className="ff-popup" style={spot} onMouseDown={(event) => event.preventDefault()}>
      {children}
    </div>,
    document.body,
  );
}
