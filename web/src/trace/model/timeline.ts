import { STAGES } from "../../kit/index.ts";
import type { TraceEvent } from "../types.ts";
import type { Chain, ChainNode } from "./chain.ts";

export type Mark = { time: number; event: TraceEvent };
export type TimeRow = { node: ChainNode; from: number; to: number; marks: Mark[] };
export type TimeLink = { from: number; to: number; time: number };
/** Lots as rows by stage and time; `first` and `last` in ms of the epoch. */
export type Timeline = { rows: TimeRow[]; links: TimeLink[]; first: number; last: number };

/** Every lot's life in the trace, its events as marks, and what flowed between lots when. */
export function timelineOf(chain: Chain): Timeline {
  const rows = chain.nodes
    .filter((node) => node.unit && node.events.length > 0)
    .map((node): TimeRow => {
      const marks = node.events.map((event) => ({ time: Date.parse(event.time), event })).sort((a, b) => a.time - b.time);
      return { node, marks, from: marks[0]?.time ?? 0, to: marks.at(-1)?.time ?? 0 };
    })
    .sort((a, b) => STAGES.indexOf(a.node.lane) - STAGES.indexOf(b.node.lane) || a.from - b.from);
  const rowOf = new Map(rows.map((row, index) => [row.node.index, index]));
  const links = chain.edges.flatMap((edge) => {
    const from = rowOf.get(edge.from);
    const to = rowOf.get(edge.to);
    if (from === undefined || to === undefined) return [];
    return edge.events.map((event) => ({ from, to, time: Date.parse(event.time) }));
  });
  const times = rows.flatMap((row) => [row.from, row.to]);
  const first = times.reduce((least, time) => Math.min(least, time), Infinity);
  const last = times.reduce((most, time) => Math.max(most, time), -Infinity);
  return first <= last ? { rows, links, first, last } : { rows, links, first: 0, last: 1 };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 182 * DAY, 364 * DAY];

/** Round local moments between `from` and `to`, at most about `most` of them, and whether they are whole days. */
export function ticksOf(from: number, to: number, most: number): { at: number[]; days: boolean } {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? 728 * DAY;
  const zone = new Date(from).getTimezoneOffset() * MINUTE;
  const at: number[] = [];
  for (let tick = Math.ceil((from - zone) / step) * step + zone; tick <= to && at.length < 200; tick += step) at.push(tick);
  return { at, days: step >= DAY };
}
