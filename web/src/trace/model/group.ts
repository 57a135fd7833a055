import type { LotStatus } from "../../kit/index.ts";
import type { Chain, ChainEdge, ChainNode } from "./chain.ts";
import { sum } from "./sum.ts";

const WORST: LotStatus[] = ["released", "quarantine", "expired", "held", "rejected", "recalled"];

/** The worst of the members' statuses; null when none has one. */
export function worstOf(members: ChainNode[]): LotStatus | null {
  let worst: LotStatus | null = null;
  for (const { status } of members) if (status && (!worst || WORST.indexOf(status) > WORST.indexOf(worst))) worst = status;
  return worst;
}

/** A chain with the lots of one stage and material, and the shipments to one customer, as one card each; the start stands alone. */
export function groupedOf(chain: Chain): Chain {
  const nodes: ChainNode[] = [];
  const at = new Map<string, number>();
  const into = chain.nodes.map((node) => {
    if (node.kind === "event") return -1;
    const key = keyOf(node, node.index === chain.start);
    const known = at.get(key);
    if (known !== undefined) {
      nodes[known]?.members.push(node);
      return known;
    }
    const index = nodes.length;
    const isStart = node.index === chain.start;
    nodes.push({ ...node, index, id: isStart ? node.id : key, kind: isStart ? node.kind : "group", members: [node] });
    at.set(key, index);
    return index;
  });
  for (const node of nodes) if (node.kind === "group") describe(node);
  return { start: into[chain.start] ?? 0, nodes, edges: edgesBetween(withoutPoints(chain), into), hidden: chain.hidden };
}

function keyOf(node: ChainNode, isStart: boolean): string {
  if (isStart) return `start ${node.id}`;
  if (node.kind === "shipment") return `group shipment ${node.note}`;
  const name = node.unit ? node.unit.title || node.unit.kind : node.kind === "barred" ? "" : node.name;
  return `group ${node.lane} ${name}`;
}

function describe(group: ChainNode): void {
  const [first] = group.members;
  if (!first) return;
  group.name = first.kind === "shipment" ? first.note || first.name : first.unit ? first.unit.title || (group.members.length > 1 ? "" : first.name) : first.name;
  group.note = "";
  group.status = worstOf(group.members);
  group.events = group.members.flatMap((member) => member.events);
  if (group.members.length > 1) group.unit = null;
}

/** Links through a many-to-many point, drawn from every input to every output; quantities are the inputs' own. */
function withoutPoints(chain: Chain): ChainEdge[] {
  const isPoint = (index: number): boolean => chain.nodes[index]?.kind === "event";
  const out = new Map<number, ChainEdge[]>();
  for (const edge of chain.edges) if (isPoint(edge.from)) out.set(edge.from, [...(out.get(edge.from) ?? []), edge]);
  return chain.edges.flatMap((edge) => {
    if (isPoint(edge.from)) return [];
    if (!isPoint(edge.to)) return [edge];
    return (out.get(edge.to) ?? []).map((far) => ({ ...edge, to: far.to, quantity: null, uom: "" }));
  });
}

function edgesBetween(edges: ChainEdge[], into: number[]): ChainEdge[] {
  const found = new Map<string, ChainEdge>();
  for (const edge of edges) {
    const from = into[edge.from] ?? 0;
    const to = into[edge.to] ?? 0;
    if (from === to) continue;
    const key = `${from} ${to}`;
    const known = found.get(key);
    if (!known) found.set(key, { ...edge, from, to, events: [...edge.events] });
    else {
      known.quantity = known.uom === edge.uom ? sum([known.quantity, edge.quantity]) : null;
      known.events.push(...edge.events);
    }
  }
  return [...found.values()];
}
