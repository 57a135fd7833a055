import type { Balance } from "../../api/index.ts";
import type { Genealogy } from "../types.ts";
import { size, sum } from "./sum.ts";

export const GONE = ["used", "shipped", "on_hand", "lost", "sampled", "unexplained"] as const;
export type BalancePart = (typeof GONE)[number];

/** Length of one part of the bar, 0 to 1, of all that came in. */
export type Slice = { part: BalancePart; value: string; length: number };

/** All that came in: received and made. */
export function cameIn(balance: Balance): string {
  return sum([balance.received, balance.made]) ?? "0";
}

/** The parts of the bar; a part below zero (more found than came) has no length but is told. */
export function slicesOf(balance: Balance): Slice[] {
  const parts = GONE.map((part) => ({ part, value: balance[part] ?? "0", length: Math.max(0, size(balance[part])) }));
  const whole = Math.max(parts.reduce((all, one) => all + one.length, 0), size(cameIn(balance)));
  return parts.map((one) => ({ ...one, length: whole > 0 ? one.length / whole : 0 }));
}

/** How much of what came in is accounted for, 0 to 1; null when nothing came in. */
export function accounted(balance: Balance): number | null {
  const whole = size(cameIn(balance));
  return whole > 0 ? Math.max(0, 1 - Math.abs(size(balance.unexplained)) / whole) : null;
}

/** How many units were reached back (-1) or forward (1), those left off too where only that way was asked; null when it was not. */
export function countOf(answer: Genealogy, sign: -1 | 1): number | null {
  const asked = answer.direction === "both" || answer.direction === (sign < 0 ? "back" : "forward");
  if (!asked) return null;
  const left = answer.direction === "both" ? 0 : answer.hidden;
  return left + answer.units.filter((unit) => !unit.hidden && Math.sign(unit.level) === sign).length;
}
