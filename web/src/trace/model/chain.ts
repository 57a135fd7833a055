import { type LotStatus, type Stage, STAGES, shownStatus } from "../../kit/index.ts";
import type { Genealogy, Role, TraceEvent, Unit } from "../types.ts";
import { sum } from "./sum.ts";

export type NodeKind = "lot" | "barred" | "supplier" | "shipment" | "customer" | "event" | "group";

/** A card in the lanes; `event` is the point where several inputs become several outputs. */
export type ChainNode = {
  index: number;
  id: string;
  kind: NodeKind;
  lane: Stage;
  /** A lot's code, a party's name, a shipment's document. */
  name: string;
  /** A lot's material, a shipment's destination. */
  note: string;
  status: LotStatus | null;
  unit: Unit | null;
  events: TraceEvent[];
  /** For a group: the nodes it stands for. */
  members: ChainNode[];
};

/** Something flowing from one card to another; `quantity` null where it is not known. */
export type ChainEdge = { from: number; to: number; quantity: string | null; uom: string; events: TraceEvent[] };

/** A genealogy as cards and links: lots, and the parties and shipments its events name. */
export type Chain = { start: number; nodes: ChainNode[]; edges: ChainEdge[]; hidden: number };

type Part = { node: number; quantity: string | null; uom: string };
type Parts = Record<Role, Part[]>;

/** What a card is, for people: lot, item, logistic unit, supplier, shipment, customer; of a group, what its members are. */
export function kindOf(node: ChainNode): string {
  const [first] = node.members;
  if (node.kind === "group" && first) return kindOf(first);
  return node.kind === "lot" ? (node.unit?.kind ?? "lot") : node.kind;
}

/** Builds the cards and links of an answered trace. Voided events are told, not drawn. */
export function chainOf(genealogy: Genealogy): Chain {
  return new Builder(genealogy).build();
}

class Builder {
  private readonly nodes: ChainNode[] = [];
  private readonly edges = new Map<string, ChainEdge>();
  private readonly at = new Map<string, number>();
  private readonly parts = new Map<string, Parts>();
  private readonly customers: Set<string>;

  constructor(private readonly answer: Genealogy) {
    this.customers = new Set(answer.events.flatMap((event) => (event.verb === "ship" && event.destination ? [event.destination] : [])));
  }

  build(): Chain {
    const received = this.receivedUnits();
    for (const unit of this.answer.units) {
      if (unit.hidden) this.add(unit.id, "barred", "production", "", "");
      else this.add(unit.id, "lot", laneOf(unit, received), unit.code, unit.title, unit);
    }
    this.readLinks();
    for (const event of this.answer.events) {
      const parts = this.parts.get(event.id);
      if (parts && !event.voided_at) this.draw(event, parts);
    }
    return { start: this.at.get(this.answer.unit.id) ?? 0, nodes: this.nodes, edges: [...this.edges.values()], hidden: this.answer.hidden };
  }

  private receivedUnits(): Set<string> {
    const events = new Set(this.answer.events.filter((event) => event.verb === "receive").map((event) => event.id));
    return new Set(this.answer.links.filter((link) => events.has(link.event)).map((link) => link.unit));
  }

  private readLinks(): void {
    const events = new Map(this.answer.events.map((event) => [event.id, event]));
    for (const link of this.answer.links) {
      const node = this.at.get(link.unit);
      const event = events.get(link.event);
      if (node === undefined || !event) continue;
      let parts = this.parts.get(link.event);
      if (!parts) this.parts.set(link.event, (parts = { input: [], output: [], parent: [], child: [], object: [] }));
      const card = this.nodes[node] as ChainNode;
      parts[link.role].push({ node, quantity: link.quantity, uom: card.unit?.uom ?? "" });
      if (card.events.at(-1) !== event) card.events.push(event);
    }
  }

  private add(id: string, kind: NodeKind, lane: Stage, name: string, note: string, unit: Unit | null = null): number {
    const known = this.at.get(id);
    if (known !== undefined) return known;
    const index = this.nodes.length;
    const status = unit ? shownStatus(unit.status, unit.expires_on) : null;
    this.nodes.push({ index, id, kind, lane, name, note, status, unit, events: [], members: [] });
    this.at.set(id, index);
    return index;
  }

  private party(kind: "supplier" | "customer", name: string, event: TraceEvent): number {
    const index = this.add(`${kind} ${name}`, kind, kind, name, "");
    this.nodes[index]?.events.push(event);
    return index;
  }

  private link(from: number, to: number, part: { quantity: string | null; uom: string }, event: TraceEvent): void {
    if (from === to) return;
    const key = `${from} ${to}`;
    const known = this.edges.get(key);
    if (!known) {
      this.edges.set(key, { from, to, quantity: part.quantity, uom: part.uom, events: [event] });
      return;
    }
    known.quantity = known.uom === part.uom ? sum([known.quantity, part.quantity]) : null;
    known.events.push(event);
  }

  private draw(event: TraceEvent, parts: Parts): void {
    if (event.verb === "ship") return this.ship(event, parts);
    if (event.verb === "receive" && event.source) {
      const kind = this.customers.has(event.source) ? "customer" : "supplier";
      const from = this.party(kind, event.source, event);
      for (const part of [...parts.output, ...parts.object]) this.link(from, part.node, part, event);
    }
    if (parts.input.length && parts.output.length) this.flow(event, parts.input, parts.output);
    if (event.verb === "pack" && parts.child.length && parts.parent.length) this.flow(event, parts.child, parts.parent);
  }

  /** Inputs to outputs; many to many meet in a point, so that every link tells its own quantity and no guess. */
  private flow(event: TraceEvent, ins: Part[], outs: Part[]): void {
    const [onlyOut] = outs;
    const [onlyIn] = ins;
    if (outs.length === 1 && onlyOut) for (const part of ins) this.link(part.node, onlyOut.node, part, event);
    else if (ins.length === 1 && onlyIn) for (const part of outs) this.link(onlyIn.node, part.node, part, event);
    else {
      const lane = this.nodes[outs[0]?.node ?? 0]?.lane ?? "production";
      const point = this.add(`event ${event.id}`, "event", lane, "", "");
      this.nodes[point]?.events.push(event);
      for (const part of ins) this.link(part.node, point, part, event);
      for (const part of outs) this.link(point, part.node, part, event);
    }
  }

  /** A shipment card, and its customer; what rides in a shown container goes by the container. */
  private ship(event: TraceEvent, parts: Parts): void {
    const title = withoutEnd(event.record_title ?? event.event_id ?? "", event.destination);
    const isContainer = (part: Part): boolean => this.nodes[part.node]?.unit?.kind === "logistic";
    const containers = [...parts.parent, ...parts.object].filter(isContainer);
    const loose = parts.object.filter((part) => !isContainer(part));
    const carried = containers.length ? [...this.loaded(containers, parts.child), ...loose] : [...loose, ...parts.child];
    if (carried.length === 0) return;
    const card = this.add(`shipment ${event.record ?? event.id}`, "shipment", "shipment", title, event.destination ?? "");
    this.nodes[card]?.events.push(event);
    for (const part of carried) this.link(part.node, card, part, event);
    if (!event.destination) return;
    const to = this.party("customer", event.destination, event);
    this.link(card, to, total(containers.length ? [...parts.child.filter((part) => !isContainer(part)), ...loose] : carried), event);
  }

  /** Containers with what they held when shipped, where their packings account for all of it. */
  private loaded(containers: Part[], children: Part[]): Part[] {
    const shipped = total(children.filter((part) => this.nodes[part.node]?.unit?.kind !== "logistic"));
    if (containers.length === 1) return containers.map((part) => ({ ...part, ...shipped }));
    const riding = new Set(children.map((part) => part.node));
    const held = containers.map((container) => {
      const inside = [...this.edges.values()].filter((edge) => edge.to === container.node && riding.has(edge.from));
      return { node: container.node, ...total(inside) };
    });
    const sure = shipped.quantity !== null && total(held).quantity === shipped.quantity;
    return sure ? held : held.map((part) => ({ ...part, quantity: null }));
  }
}

/** A document's title without the customer it ends in, who stands beside it. */
function withoutEnd(title: string, destination: string | null): string {
  const end = ` · ${destination}`;
  return destination && title.endsWith(end) ? title.slice(0, -end.length) : title;
}

/** The sum of parts in one uom; null where they are in several or one is not known. */
function total(parts: { quantity: string | null; uom: string }[]): { quantity: string | null; uom: string } {
  const uom = parts[0]?.uom ?? "";
  if (parts.length === 0 || parts.some((part) => part.uom !== uom)) return { quantity: null, uom: "" };
  return { quantity: sum(parts.map((part) => part.quantity)), uom };
}

function laneOf(unit: Unit, received: Set<string>): Stage {
  if (unit.stage && STAGES.includes(unit.stage)) return unit.stage;
  if (unit.kind === "logistic") return "packing";
  return received.has(unit.id) ? "receipt" : "production";
}
