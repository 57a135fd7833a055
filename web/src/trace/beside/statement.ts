import type { Balance } from "../../api/index.ts";
import type { BalancePart } from "../model/balance.ts";
import { sum } from "../model/sum.ts";
import type { LotEvent } from "../types.ts";

export type StatementPart = "received" | "made" | BalancePart;
/** One figure with the events behind it; `older` is what events beyond those listed account for. */
export type StatementLine = { part: StatementPart; value: string; events: LotEvent[]; older: string | null };

const PARTS: StatementPart[] = ["received", "made", "used", "shipped", "lost", "sampled", "unexplained", "on_hand"];

/** The lines of a lot's balance in reading order; those of nothing are left out, what is on hand is always told. */
export function statementOf(balance: Balance, events: LotEvent[]): StatementLine[] {
  return PARTS.map((part): StatementLine => {
    const behind = events.filter((event) => event.part === part);
    const value = balance[part] ?? "0";
    return { part, value, events: behind, older: part === "on_hand" || part === "unexplained" ? null : leftOver(value, behind) };
  }).filter((line) => line.part === "on_hand" || Number(line.value) !== 0 || line.events.length > 0);
}

function leftOver(value: string, events: LotEvent[]): string | null {
  const rest = sum([value, ...events.map((event) => minus(event.quantity ?? "0"))]);
  return rest === null || Number(rest) <= 0 ? null : rest;
}

function minus(value: string): string {
  return value.startsWith("-") ? value.slice(1) : `-${value}`;
}
