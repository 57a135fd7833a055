import type { Curve } from "./data.ts";

/** A curve as it is drawn in a box of `width` by `height`: the line, the limits, what is beyond them. */
export type Drawn = {
  line: string;
  low: number | null;
  high: number | null;
  beyond: { x: number; y: number }[];
  least: number;
  most: number;
};

const EDGE = 4;

/** Pixels of a curve; its limits are always inside the box. */
export function drawn(curve: Curve, width: number, height: number): Drawn {
  const values = curve.points.map((point) => Number(point[1]));
  const limits = [curve.lowest, curve.highest].filter((limit): limit is string => limit !== null).map(Number);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const [bottom, top] = [Math.min(least, ...limits), Math.max(most, ...limits)];
  const times = curve.points.map((point) => Date.parse(point[0]));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const x = (at: number): number => EDGE + (last > first ? (at - first) / (last - first) : 0.5) * (width - 2 * EDGE);
  const y = (value: number): number => height - EDGE - (top > bottom ? (value - bottom) / (top - bottom) : 0.5) * (height - 2 * EDGE);
  const spots = values.map((value, n) => ({ x: x(times[n] ?? first), y: y(value), value }));
  const bad = spots.filter(({ value }) => (curve.lowest !== null && value < Number(curve.lowest)) || (curve.highest !== null && value > Number(curve.highest)));
  return {
    line: spots.map((spot, n) => `${n ? "L" : "M"}${spot.x.toFixed(1)} ${spot.y.toFixed(1)}`).join(""),
    low: curve.lowest === null ? null : y(Number(curve.lowest)),
    high: curve.highest === null ? null : y(Number(curve.highest)),
    beyond: bad.map(({ x, y }) => ({ x, y })),
    least,
    most,
  };
}
