import { type LotStatus, type Stage, STAGES, shownStatus } from "../../kit/index.ts";
import type { Wall } from "../types.ts";
import type { Chain } from "./chain.ts";

/** One small cell: a lot of the plant, or a party or shipment of the trace. `node` is its card in the trace, else -1. */
export type Cell = { name: string; stage: Stage; status: LotStatus | null; at: string | null; node: number };
/** The cells of one stage, newest first, in rows of `across`. */
export type WallLane = { stage: Stage; left: number; right: number; cells: Cell[] };
export type WallLayout = { lanes: WallLane[]; across: number; byNode: Map<number, [lane: number, cell: number]>; height: number };

export const CELL = { width: 12, height: 8, dx: 14, dy: 10, top: 14, left: 12 };

/** A lane has so many rows for each cell across that seven of them fill a usual screen. */
const TALL = 5;

/** All lots by stage, with the trace's own cards among them. */
export function wallOf(wall: Wall, chain: Chain | null): WallLayout {
  const nodeOf = new Map<string, number>();
  for (const node of chain?.nodes ?? []) if (node.unit) nodeOf.set(node.unit.code, node.index);
  const cells = new Map<Stage, Cell[]>(STAGES.map((stage) => [stage, []]));
  wall.code.forEach((code, n) => {
    const node = nodeOf.get(code) ?? -1;
    const stage = (node >= 0 ? chain?.nodes[node]?.lane : wall.stage[n]) ?? "production";
    cells.get(stage)?.push({ name: code, stage, status: shownStatus(wall.status[n] ?? ""), at: wall.day[n] ?? null, node });
  });
  const known = new Set(wall.code);
  for (const node of chain?.nodes ?? []) {
    if (node.kind === "event" || node.kind === "barred" || (node.unit && known.has(node.unit.code))) continue;
    cells.get(node.lane)?.push({ name: node.name, stage: node.lane, status: node.status, at: null, node: node.index });
  }
  const fullest = [...cells.values()].reduce((most, lane) => Math.max(most, lane.length), 0);
  const across = Math.max(4, Math.min(60, Math.ceil(Math.sqrt(fullest / TALL))));
  const wide = across * CELL.dx + 2 * CELL.left;
  const lanes = STAGES.map((stage, n) => ({ stage, left: n * wide, right: (n + 1) * wide, cells: cells.get(stage) ?? [] }));
  const byNode = new Map<number, [number, number]>();
  lanes.forEach((lane, l) => lane.cells.forEach((cell, c) => cell.node >= 0 && byNode.set(cell.node, [l, c])));
  const most = lanes.reduce((rows, lane) => Math.max(rows, Math.ceil(lane.cells.length / across)), 0);
  return { lanes, across, byNode, height: 2 * CELL.top + most * CELL.dy };
}

/** The upper left corner of a cell. */
export function cellAt(layout: WallLayout, lane: number, cell: number): { x: number; y: number } {
  const left = layout.lanes[lane]?.left ?? 0;
  return { x: left + CELL.left + (cell % layout.across) * CELL.dx, y: CELL.top + Math.floor(cell / layout.across) * CELL.dy };
}

/** The cell at a point; null between cells. */
export function cellUnder(layout: WallLayout, x: number, y: number): [lane: number, cell: number] | null {
  const lane = layout.lanes.findIndex((one) => x >= one.left && x < one.right);
  const inside = layout.lanes[lane];
  if (!inside) return null;
  const [dx, dy] = [x - inside.left - CELL.left, y - CELL.top];
  const column = Math.floor(dx / CELL.dx);
  const row = Math.floor(dy / CELL.dy);
  if (dx - column * CELL.dx > CELL.width || dy - row * CELL.dy > CELL.height) return null;
  const cell = row * layout.across + column;
  return column >= 0 && column < layout.across && row >= 0 && cell < inside.cells.length ? [lane, cell] : null;
}
