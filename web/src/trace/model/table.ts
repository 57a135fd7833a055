import type { Stage } from "../../kit/index.ts";
import type { Genealogy, TraceEvent } from "../types.ts";
import type { Chain, ChainEdge, ChainNode } from "./chain.ts";
import { sum } from "./sum.ts";

export type Side = "start" | "back" | "forward";

/** One line of the table: a card reached through an event, or what else happened to the card above it. */
export type TraceRow = {
  key: string;
  kind: "card" | "event";
  side: Side;
  /** Steps from the start; drawn as indent. */
  depth: number;
  node: ChainNode;
  event: TraceEvent | null;
  quantity: string | null;
  uom: string;
  /** Its own parts stand where it was first met. */
  repeated: boolean;
};

/** What is reached of one stage and material on one side. */
export type Total = { side: Side; stage: Stage; title: string; uom: string; count: number; quantity: string | null; amount: string | null; amountUom: string; share: string | null };

type Step = { edge: ChainEdge; far: number };

/** The trace as a tree in print order: the start, all that went into it, all it went into; each card opened once a side. */
export function rowsOf(answer: Genealogy, chain: Chain, withEvents: boolean): TraceRow[] {
  const start = chain.nodes[chain.start];
  if (!start) return [];
  const quantities = new Map(answer.links.map((link) => [`${link.event} ${link.unit}`, link.quantity]));
  const told = new Set<string>();
  for (const edge of chain.edges) for (const event of edge.events) told.add(event.id);
  const rows: TraceRow[] = [];
  const others = (node: ChainNode, side: Side, depth: number): void => {
    if (!withEvents || !node.unit) return;
    for (const event of node.events) {
      if (told.has(event.id)) continue;
      const quantity = quantities.get(`${event.id} ${node.id}`) ?? null;
      rows.push({ key: `${rows.length}`, kind: "event", side, depth: depth + 1, node, event, quantity, uom: node.unit.uom, repeated: false });
    }
  };
  rows.push({ key: "0", kind: "card", side: "start", depth: 0, node: start, event: null, quantity: start.unit?.quantity ?? null, uom: start.unit?.uom ?? "", repeated: false });
  others(start, "start", 0);
  for (const side of ["back", "forward"] as const) {
    const next = stepsOf(chain, side);
    const seen = new Set([chain.start]);
    const stack = (next[chain.start] ?? []).map((step) => ({ ...step, depth: 1 })).reverse();
    for (let step = stack.pop(); step; step = stack.pop()) {
      const node = chain.nodes[step.far] as ChainNode;
      const repeated = seen.has(step.far) && (next[step.far]?.length ?? 0) > 0;
      const known = seen.has(step.far);
      seen.add(step.far);
      const { edge, depth } = step;
      rows.push({ key: `${rows.length}`, kind: "card", side, depth, node, event: edge.events[0] ?? null, quantity: edge.quantity, uom: edge.uom, repeated });
      if (known) continue;
      others(node, side, depth);
      for (const further of [...(next[step.far] ?? [])].reverse()) stack.push({ ...further, depth: depth + 1 });
    }
  }
  return rows;
}

/** The steps from every card on one side, many-to-many points passed through, by time. */
function stepsOf(chain: Chain, side: "back" | "forward"): Step[][] {
  const near = (edge: ChainEdge): number => (side === "back" ? edge.to : edge.from);
  const far = (edge: ChainEdge): number => (side === "back" ? edge.from : edge.to);
  const direct: ChainEdge[][] = chain.nodes.map(() => []);
  for (const edge of chain.edges) direct[near(edge)]?.push(edge);
  const through = (edge: ChainEdge): Step[] => {
    const end = far(edge);
    if (chain.nodes[end]?.kind !== "event") return [{ edge, far: end }];
    return (direct[end] ?? []).map((beyond) => ({ edge: beyond, far: far(beyond) }));
  };
  const time = (step: Step): string => step.edge.events[0]?.time ?? "";
  return direct.map((edges) => edges.flatMap(through).sort((a, b) => (time(a) < time(b) ? -1 : 1)));
}

/** Totals by side, stage and material; amounts back are in the material's uom, forward in the start's. */
export function totalsOf(chain: Chain): Total[] {
  const groups = new Map<string, ChainNode[]>();
  for (const node of chain.nodes) {
    if (!node.unit || node.index === chain.start || node.unit.kind === "logistic") continue;
    const side = node.unit.level < 0 ? "back" : "forward";
    const key = JSON.stringify([side, node.lane, node.unit.title, node.unit.uom]);
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  const startUom = chain.nodes[chain.start]?.unit?.uom ?? "";
  return [...groups].map(([key, nodes]) => {
    const [side, stage, title, uom] = JSON.parse(key) as [Side, Stage, string, string];
    const all = (part: "quantity" | "amount" | "share"): string | null => sum(nodes.map((node) => node.unit?.[part]));
    return { side, stage, title, uom, count: nodes.length, quantity: all("quantity"), amount: all("amount"), amountUom: side === "back" ? uom : startUom, share: all("share") };
  });
}

/** A cell of a CSV file: quoted where needed; a text that a spreadsheet would run as a formula is made plain. */
export function csvCell(text: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.]+$)/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Lines as a CSV text (RFC 4180) that spreadsheets read as UTF-8. */
export function csvOf(lines: string[][]): string {
  return `\uFEFF${lines.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
}
