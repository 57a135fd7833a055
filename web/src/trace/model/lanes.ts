import { type Stage, STAGES } from "../../kit/index.ts";
import type { Chain } from "./chain.ts";

export type Box = { left: number; top: number; right: number; bottom: number };
export type Lane = { stage: Stage; left: number; right: number; count: number };

/** Sizes in world units (CSS px at scale 1). */
export type Sizes = { width: number; narrow: number; height: number; row: number; gap: number; emptyLane: number };

/** The width of the cards of a stage: parties need less. */
export function widthOf(stage: Stage, sizes: Sizes): number {
  return stage === "supplier" || stage === "customer" ? sizes.narrow : sizes.width;
}

/** Where every card stands. `x`, `y` are its left and its middle; `columns` hold node indices from top to bottom. */
export type Layout = {
  x: Float64Array;
  y: Float64Array;
  column: Int32Array;
  columns: number[][];
  lanes: Lane[];
  sizes: Sizes;
  /** Whether a lane holds more than stands under one another. */
  wrapped: boolean;
  bounds: Box;
};

const SWEEPS = 8;
const RELAXES = 10;
/** Rows of a column before it becomes several side by side; more where there is much, so that all keeps a screen's shape. */
const ROWS = 120;
const SHAPE = 2.5;
const BESIDE = 14;

/** Places the cards of a chain in the seven lanes: few crossings, near to their neighbours, none over another. */
export function layoutOf(chain: Chain, sizes: Sizes): Layout {
  const step = stepsInLane(chain);
  const { column, lanes, lefts, across } = columnsOf(chain, step, sizes);
  const columns: number[][] = lefts.map(() => []);
  for (const node of chain.nodes) columns[column[node.index] as number]?.push(node.index);
  const near = neighbours(chain);
  const y = new Float64Array(chain.nodes.length);
  const heights = chain.nodes.map((node) => (node.kind === "event" ? sizes.row * 0.35 : sizes.row / (across[column[node.index] as number] as number)));
  firstOrder(chain, columns);
  for (const members of columns) stack(members, heights, y);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) orderOnce(columns, column, near, y, heights, sweep % 2 === 0);
  for (let turn = 0; turn < RELAXES; turn += 1) relaxOnce(columns, near, y, heights, turn % 2 === 0);
  const x = Float64Array.from(chain.nodes, (node) => {
    const left = lefts[column[node.index] as number] as number;
    return node.kind === "event" ? left - sizes.gap * 0.3 : left;
  });
  columns.forEach((members, at) => wrap(chain, members, across[at] as number, sizes, x, y));
  return { x, y, column, columns, lanes, sizes, wrapped: across.some((one) => one > 1), bounds: boundsOf(chain, y, lanes, sizes) };
}

/** Puts the cards of a long column into `across` columns, row by row, so that each stays near its height. */
function wrap(chain: Chain, members: number[], across: number, sizes: Sizes, x: Float64Array, y: Float64Array): void {
  if (across === 1) return;
  const cards = members.filter((node) => chain.nodes[node]?.kind !== "event");
  const middle = cards.reduce((all, node) => all + (y[node] as number), 0) / cards.length;
  const top = middle - (Math.ceil(cards.length / across) * sizes.row) / 2;
  cards.forEach((node, at) => {
    x[node] = (x[node] as number) + (at % across) * (widthOf(chain.nodes[node]?.lane ?? "production", sizes) + BESIDE);
    y[node] = top + (Math.floor(at / across) + 0.5) * sizes.row;
  });
}

/** The column inside its lane: one more than what feeds it in the same lane; in a circle, the first known is first. */
function stepsInLane(chain: Chain): Int32Array {
  const step = new Int32Array(chain.nodes.length);
  const inner = chain.edges.filter((edge) => chain.nodes[edge.from]?.lane === chain.nodes[edge.to]?.lane);
  const waits = new Int32Array(chain.nodes.length);
  const after: number[][] = chain.nodes.map(() => []);
  for (const edge of inner) {
    waits[edge.to] = (waits[edge.to] as number) + 1;
    after[edge.from]?.push(edge.to);
  }
  const done = new Uint8Array(chain.nodes.length);
  const ready = chain.nodes.filter((node) => waits[node.index] === 0).map((node) => node.index);
  let next = 0;
  for (;;) {
    const node = ready.length ? (ready.pop() as number) : next < chain.nodes.length ? next++ : -1;
    if (node < 0) return step;
    if (done[node]) continue;
    done[node] = 1;
    const own = chain.nodes[node]?.kind === "event" ? 0 : 1;
    for (const far of after[node] ?? []) {
      if (done[far]) continue;
      step[far] = Math.max(step[far] as number, (step[node] as number) + own);
      waits[far] = (waits[far] as number) - 1;
      if (waits[far] === 0) ready.push(far);
    }
  }
}

type Columns = { column: Int32Array; lanes: Lane[]; lefts: number[]; across: number[] };

function columnsOf(chain: Chain, step: Int32Array, sizes: Sizes): Columns {
  const depth = new Map<Stage, number>();
  const count = new Map<Stage, number>();
  const cards = new Map<string, number>();
  const rows = Math.max(ROWS, Math.ceil(Math.sqrt(chain.nodes.length * SHAPE)));
  for (const node of chain.nodes) {
    depth.set(node.lane, Math.max(depth.get(node.lane) ?? 0, (step[node.index] as number) + 1));
    if (node.kind === "event") continue;
    cards.set(`${node.lane} ${step[node.index]}`, (cards.get(`${node.lane} ${step[node.index]}`) ?? 0) + 1);
    count.set(node.lane, (count.get(node.lane) ?? 0) + (node.kind === "group" ? node.members.length : 1));
  }
  const first = new Map<Stage, number>();
  const lefts: number[] = [];
  const across: number[] = [];
  const lanes: Lane[] = [];
  let left = 0;
  for (const stage of STAGES) {
    const wide = depth.get(stage) ?? 0;
    const start = left;
    first.set(stage, lefts.length);
    for (let n = 0; n < wide; n += 1) {
      lefts.push(left + sizes.gap / 2);
      const beside = Math.max(1, Math.ceil((cards.get(`${stage} ${n}`) ?? 0) / rows));
      across.push(beside);
      left += beside * widthOf(stage, sizes) + (beside - 1) * BESIDE + sizes.gap;
    }
    if (wide === 0) left += sizes.emptyLane;
    lanes.push({ stage, left: start, right: left, count: count.get(stage) ?? 0 });
  }
  const column = Int32Array.from(chain.nodes, (node) => (first.get(node.lane) ?? 0) + (step[node.index] as number));
  return { column, lanes, lefts, across };
}

function neighbours(chain: Chain): number[][] {
  const near: number[][] = chain.nodes.map(() => []);
  for (const edge of chain.edges) {
    near[edge.from]?.push(edge.to);
    near[edge.to]?.push(edge.from);
  }
  return near;
}

/** To begin with: by note, then name, so that lots of one material stand together. */
function firstOrder(chain: Chain, columns: number[][]): void {
  const key = chain.nodes.map((node) => `${node.note} ${node.name}`);
  for (const members of columns) members.sort((a, b) => ((key[a] as string) < (key[b] as string) ? -1 : 1));
}

/** Puts the cards of a column under one another, around the middle. */
function stack(members: number[], heights: number[], y: Float64Array): void {
  let top = -members.reduce((all, node) => all + (heights[node] as number), 0) / 2;
  for (const node of members) {
    const height = heights[node] as number;
    y[node] = top + height / 2;
    top += height;
  }
}

/** Orders each column by the mean height of the neighbours on one side, going from that side. */
function orderOnce(columns: number[][], column: Int32Array, near: number[][], y: Float64Array, heights: number[], rightwards: boolean): void {
  const turn = rightwards ? columns : [...columns].reverse();
  const wanted = new Float64Array(y.length);
  for (const members of turn) {
    for (const node of members) {
      const own = column[node] as number;
      let all = 0;
      let count = 0;
      for (const far of near[node] as number[]) {
        if (rightwards ? (column[far] as number) > own : (column[far] as number) < own) continue;
        all += y[far] as number;
        count += 1;
      }
      wanted[node] = count ? all / count : (y[node] as number);
    }
    members.sort((a, b) => (wanted[a] as number) - (wanted[b] as number) || (y[a] as number) - (y[b] as number));
    stack(members, heights, y);
  }
}

/** Moves cards towards the mean of all neighbours, in order and without overlap. */
function relaxOnce(columns: number[][], near: number[][], y: Float64Array, heights: number[], rightwards: boolean): void {
  for (const members of rightwards ? columns : [...columns].reverse()) {
    const wanted = members.map((node) => {
      const far = near[node] as number[];
      let all = 0;
      for (const one of far) all += y[one] as number;
      return far.length ? all / far.length : (y[node] as number);
    });
    const placed = spaced(wanted, members.map((node) => heights[node] as number));
    members.forEach((node, at) => {
      y[node] = placed[at] as number;
    });
  }
}

/**
 * The positions nearest to `wanted` (least squares) that keep the order and leave every one its height:
 * pools neighbours that would overlap and moves each pool to its mean.
 */
export function spaced(wanted: number[], heights: number[]): number[] {
  const offset: number[] = [];
  let sumSoFar = 0;
  for (let n = 0; n < wanted.length; n += 1) {
    if (n > 0) sumSoFar += ((heights[n - 1] as number) + (heights[n] as number)) / 2;
    offset.push(sumSoFar);
  }
  const pools: { mean: number; size: number }[] = [];
  wanted.forEach((value, n) => {
    let pool = { mean: value - (offset[n] as number), size: 1 };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      pools.pop();
      const size = last.size + pool.size;
      pool = { mean: (last.mean * last.size + pool.mean * pool.size) / size, size };
    }
    pools.push(pool);
  });
  const placed: number[] = [];
  for (const pool of pools) for (let n = 0; n < pool.size; n += 1) placed.push(pool.mean + (offset[placed.length] as number));
  return placed;
}

function boundsOf(chain: Chain, y: Float64Array, lanes: Lane[], sizes: Sizes): Box {
  let top = Infinity;
  let bottom = -Infinity;
  for (const node of chain.nodes) {
    top = Math.min(top, (y[node.index] as number) - sizes.row / 2);
    bottom = Math.max(bottom, (y[node.index] as number) + sizes.row / 2);
  }
  if (top > bottom) top = bottom = 0;
  return { left: 0, right: lanes.at(-1)?.right ?? 0, top, bottom };
}

/** How many pairs of links cross between neighbouring columns; for tests and tuning. */
export function crossings(chain: Chain, layout: Layout): number {
  let found = 0;
  const { column, y } = layout;
  for (let a = 0; a < chain.edges.length; a += 1) {
    for (let b = a + 1; b < chain.edges.length; b += 1) {
      const one = chain.edges[a];
      const two = chain.edges[b];
      if (!one || !two || column[one.from] !== column[two.from] || column[one.to] !== column[two.to]) continue;
      const from = (y[one.from] as number) - (y[two.from] as number);
      const to = (y[one.to] as number) - (y[two.to] as number);
      if (from * to < 0) found += 1;
    }
  }
  return found;
}
