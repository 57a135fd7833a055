import { useDraggable } from "@dnd-kit/core";
import type { Path } from "../model/doc.ts";

/** What can be held: fields of the canvas, a section, something of the palette. */
export type Held = { path: Path } | { section: number } | { palette: string };

export type Grip = ReturnType<typeof useDraggable>;

/** Makes a field of the canvas one that can be dragged. */
export function useGrip(path: Path): Grip {
  return useDraggable({ id: `field ${path}`, data: { path } satisfies Held });
}
