/** Places of blocks on a label, in millimetres. */
import type { BlockDoc } from "./types.ts";

export type Place = { x: number; y: number; w: number; h: number };
export type Paper = { width: number; height: number };
export type Hold = "move" | "e" | "s" | "se";

export const STEP = 0.5;
const LEAST = 1;

export function placeOf(block: BlockDoc): Place {
  return { x: Number(block.x ?? 0), y: Number(block.y ?? 0), w: Number(block.w ?? 10), h: Number(block.h ?? 5) };
}

export function snapped(value: number, step = STEP): number {
  return Math.round(Math.round(value / step) * step * 1000) / 1000;
}

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), Math.max(least, most));

/** Where a block comes to lie when it is moved or its edge drawn by `dx`, `dy`: on the grid, on the paper. A line may have no height. */
export function dragged(from: Place, hold: Hold, dx: number, dy: number, paper: Paper, line = false): Place {
  if (hold === "move") {
    return { ...from, x: within(snapped(from.x + dx), 0, snapped(paper.width - from.w)), y: within(snapped(from.y + dy), 0, snapped(paper.height - from.h)) };
  }
  const least = line ? 0 : LEAST;
  const w = hold === "s" ? from.w : within(snapped(from.w + dx), least, paper.width - from.x);
  const h = hold === "e" ? from.h : within(snapped(from.h + dy), least, paper.height - from.y);
  return { ...from, w, h };
}

/** Lines of other blocks (and of the paper's middle) that an edge is drawn to when it comes near: the place, and where the lines are. */
export function aligned(place: Place, others: Place[], paper: Paper, reach = 0.8): { place: Place; xs: number[]; ys: number[] } {
  const x = nearest([place.x, place.x + place.w / 2, place.x + place.w], [paper.width / 2, ...others.flatMap((o) => [o.x, o.x + o.w])], reach);
  const y = nearest([place.y, place.y + place.h / 2, place.y + place.h], [paper.height / 2, ...others.flatMap((o) => [o.y, o.y + o.h])], reach);
  const moved = { ...place, x: place.x + (x?.by ?? 0), y: place.y + (y?.by ?? 0) };
  const inside = moved.x >= 0 && moved.y >= 0 && moved.x + moved.w <= paper.width && moved.y + moved.h <= paper.height;
  return inside ? { place: { ...moved, x: tidy(moved.x), y: tidy(moved.y) }, xs: x ? [x.at] : [], ys: y ? [y.at] : [] } : { place, xs: [], ys: [] };
}

const tidy = (value: number): number => Math.round(value * 1000) / 1000;

function nearest(edges: number[], lines: number[], reach: number): { by: number; at: number } | null {
  let found: { by: number; at: number } | null = null;
  for (const at of lines) {
    for (const edge of edges) {
      if (Math.abs(at - edge) <= reach && (!found || Math.abs(at - edge) < Math.abs(found.by))) found = { by: at - edge, at };
    }
  }
  return found;
}

/** A free place for a new block: below what is there, else at the upper left. */
export function freePlace(blocks: BlockDoc[], paper: Paper, size: { w: number; h: number }): Place {
  const low = Math.max(0, ...blocks.map((one) => placeOf(one).y + placeOf(one).h));
  const w = Math.min(size.w, paper.width - 4);
  const h = Math.min(size.h, paper.height - 4);
  if (low + 1 + h <= paper.height) return { x: 2, y: snapped(low + 1), w, h };
  const step = 2 + 3 * (blocks.length % 6); // no room below: beside the last one put there
  return { x: Math.min(step, paper.width - w), y: Math.min(step, paper.height - h), w, h };
}

/** Sizes that new blocks begin with. */
export const USUAL: Record<string, { w: number; h: number }> = {
  text: { w: 60, h: 6 },
  code: { w: 30, h: 30 },
  images: { w: 30, h: 20 },
  line: { w: 90, h: 0 },
  frame: { w: 40, h: 20 },
};
