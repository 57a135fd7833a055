import type { Box } from "../model/lanes.ts";

/** Screen = world * scale + offset; the two scales differ only where one axis is time. */
export type Camera = { x: number; y: number; kx: number; ky: number };

export type Axes = "both" | "x";
export const LEAST = 0.03;
export const MOST = 3;

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

/** Zooms by `factor` around a point of the screen. */
export function zoomedAt(camera: Camera, sx: number, sy: number, factor: number, axes: Axes, least = LEAST, most = MOST): Camera {
  const kx = clamp(camera.kx * factor, least, most);
  const ky = axes === "both" ? kx : camera.ky;
  return { kx, ky, x: sx - ((sx - camera.x) / camera.kx) * kx, y: sy - ((sy - camera.y) / camera.ky) * ky };
}

/** How a scene stands on the canvas: below `top`, at most `largest`, in the middle or hanging from the top. */
export type Stand = { top: number; largest: number; hang: "middle" | "top" };

const PAD = 16;

/** The camera that shows `bounds` whole. */
export function fitted(bounds: Box, width: number, height: number, { top, largest, hang }: Stand): Camera {
  const wide = Math.max(1, bounds.right - bounds.left);
  const high = Math.max(1, bounds.bottom - bounds.top);
  const k = clamp(Math.min((width - 2 * PAD) / wide, (height - top - 2 * PAD) / high), LEAST, largest);
  const above = hang === "top" ? 0 : (height - top - high * k) / 2;
  return { kx: k, ky: k, x: (width - wide * k) / 2 - bounds.left * k, y: top + above - bounds.top * k };
}

/**
 * The camera to begin with: all of `bounds` where it stays readable, else `focus` in the middle at a readable scale,
 * without leaving empty space at a side that has more to show.
 */
export function opening(bounds: Box, focus: Box | null, width: number, height: number, stand: Stand & { readable: number }): Camera {
  const { top, readable } = stand;
  const all = fitted(bounds, width, height, stand);
  if (all.kx >= readable || !focus) return all;
  const k = readable;
  const x = width / 2 - ((focus.left + focus.right) / 2) * k;
  const y = top + (height - top) / 2 - ((focus.top + focus.bottom) / 2) * k;
  return { kx: k, ky: k, x: kept(x, bounds.left * k, bounds.right * k, 0, width), y: kept(y, bounds.top * k, bounds.bottom * k, top, height) };
}

function kept(offset: number, low: number, high: number, from: number, to: number): number {
  if (high - low <= to - from - 2 * PAD) return (from + to) / 2 - (low + high) / 2;
  return clamp(offset, to - PAD - high, from + PAD - low);
}

/** The part of the world on the screen. */
export function seen(camera: Camera, width: number, height: number): Box {
  return { left: -camera.x / camera.kx, top: -camera.y / camera.ky, right: (width - camera.x) / camera.kx, bottom: (height - camera.y) / camera.ky };
}

/** A point of the screen in the world. */
export function worldOf(camera: Camera, sx: number, sy: number): { x: number; y: number } {
  return { x: (sx - camera.x) / camera.kx, y: (sy - camera.y) / camera.ky };
}

/** Halfway cameras for a smooth move; `part` 0 to 1. */
export function between(a: Camera, b: Camera, part: number): Camera {
  const ease = 1 - (1 - part) ** 3;
  const mix = (from: number, to: number): number => from + (to - from) * ease;
  return { x: mix(a.x, b.x), y: mix(a.y, b.y), kx: mix(a.kx, b.kx), ky: mix(a.ky, b.ky) };
}
