import type { Chain } from "./chain.ts";

/** Neighbours of every node: what feeds it, what it feeds. */
export type Ways = { before: number[][]; after: number[][] };

/** The neighbours by node index. */
export function waysOf(chain: Pick<Chain, "nodes" | "edges">): Ways {
  const before: number[][] = chain.nodes.map(() => []);
  const after: number[][] = chain.nodes.map(() => []);
  for (const edge of chain.edges) {
    after[edge.from]?.push(edge.to);
    before[edge.to]?.push(edge.from);
  }
  return { before, after };
}

/** Everything reached from `start` one way, without it; safe in circles. */
export function reached(next: number[][], start: number): Set<number> {
  const found = new Set<number>();
  const waiting = [start];
  while (waiting.length) {
    for (const far of next[waiting.pop() as number] ?? []) {
      if (found.has(far) || far === start) continue;
      found.add(far);
      waiting.push(far);
    }
  }
  return found;
}

/** A node's whole path: all before it and all after it, with it; not its siblings. */
export function pathOf(ways: Ways, node: number): { before: Set<number>; after: Set<number> } {
  return { before: reached(ways.before, node).add(node), after: reached(ways.after, node).add(node) };
}
