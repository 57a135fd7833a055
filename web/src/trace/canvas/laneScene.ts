import { type Lang, words } from "../../kit/index.ts";
import { type Chain, type ChainEdge, type ChainNode, kindOf } from "../model/chain.ts";
import { type Box, type Layout, layoutOf, type Sizes, widthOf } from "../model/lanes.ts";
import { pathOf, type Ways, waysOf } from "../model/reach.ts";
import { partText, quantityText } from "../model/show.ts";
import type { Badges } from "../model/marks.ts";
import { size } from "../model/sum.ts";
import { drawCard } from "./card.ts";
import { drawBands, drawHeads, type Head, HEADER } from "./header.ts";
import { textFont } from "./palette.ts";
import { dot, Strokes } from "./pen.ts";
import type { Scene, Step, Surface } from "./scene.ts";

const DENSE = 22;
const ROOMY: Sizes = { width: 142, narrow: 108, height: 52, row: 64, gap: 66, emptyLane: 84 };
const TIGHT: Sizes = { ...ROOMY, height: 26, row: 33 };
/** What a card needs more for the line of its layers. */
const BADGES = 15;
const LABELS = 600;
/** More links than this on the screen are drawn straight, and one for those that lie on one another. */
const MANY_LINES = 1500;
const TWIN_PX = 4;
type Ends = [x1: number, y1: number, x2: number, y2: number];

/** Cards in the seven lanes with the links between them: one lot's chain, or its groups. */
export class LaneScene implements Scene {
  readonly axes = "both";
  readonly top = HEADER;
  readonly largest = 1;
  readonly hang = "middle";
  readonly readable = 0.82;
  readonly focus: number;
  readonly bounds: Box;
  readonly layout: Layout;
  private readonly ways: Ways;
  private readonly heads: Head[];
  private readonly startUom: string;
  private lit: { item: number; nodes: Set<number> | null } = { item: -1, nodes: null };
  private readonly widest: number;

  constructor(
    readonly chain: Chain,
    private readonly lang: Lang,
    private readonly grouped: boolean,
    private readonly badges: Badges | null = null,
  ) {
    const perColumn = new Map<string, number>();
    for (const node of chain.nodes) perColumn.set(node.lane, (perColumn.get(node.lane) ?? 0) + 1);
    const dense = grouped || Math.max(0, ...perColumn.values()) > DENSE;
    const sizes = dense ? { ...TIGHT, ...(grouped ? { height: 32, row: 46 } : {}) } : ROOMY;
    this.layout = layoutOf(chain, badges ? { ...sizes, height: sizes.height + BADGES, row: sizes.row + BADGES } : sizes);
    this.bounds = this.layout.bounds;
    this.focus = chain.nodes.length ? chain.start : -1;
    this.ways = waysOf(chain);
    this.startUom = chain.nodes[chain.start]?.unit?.uom ?? "";
    this.heads = this.layout.lanes.map((lane) => ({ ...lane, name: words("kit", `stage.${lane.stage}`) }));
    this.widest = chain.edges.reduce((most, edge) => Math.max(most, edge.events.length), 1);
  }

  box(item: number): Box | null {
    const node = this.chain.nodes[item];
    if (!node) return null;
    const { x, y, sizes } = this.layout;
    const left = x[item] as number;
    const middle = y[item] as number;
    if (node.kind === "event") return { left: left - 5, right: left + 5, top: middle - 5, bottom: middle + 5 };
    return { left, right: left + widthOf(node.lane, sizes), top: middle - sizes.height / 2, bottom: middle + sizes.height / 2 };
  }

  at(x: number, y: number): number {
    const half = this.layout.sizes.row;
    for (let item = 0; item < this.chain.nodes.length; item += 1) {
      if (Math.abs((this.layout.y[item] as number) - y) > half) continue;
      const box = this.box(item);
      if (box && x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) return item;
    }
    return -1;
  }

  beside(item: number, step: Step): number {
    if (item < 0) return this.focus;
    const { column, columns, y } = this.layout;
    if (step === "up" || step === "down") {
      const members = (columns[column[item] as number] ?? []).filter((one) => this.chain.nodes[one]?.kind !== "event");
      return members[members.indexOf(item) + (step === "up" ? -1 : 1)] ?? item;
    }
    const next = (step === "left" ? this.ways.before : this.ways.after)[item] ?? [];
    const cards = next.flatMap((one) => (this.chain.nodes[one]?.kind === "event" ? ((step === "left" ? this.ways.before : this.ways.after)[one] ?? []) : [one]));
    const away = (one: number): number => Math.abs((y[one] as number) - (y[item] as number));
    return cards.sort((a, b) => away(a) - away(b))[0] ?? item;
  }

  tip(item: number): string[] {
    const node = this.chain.nodes[item];
    if (!node) return [];
    if (node.kind === "barred") return [words("trace", "barred")];
    if (node.kind === "event") return [...new Set(node.events.map((event) => `${words("trace", `verb.${event.verb}`)} ${event.record_title ?? ""}`.trim()))];
    const lines = [node.name || words("trace", `kind.${kindOf(node)}`), node.note, node.kind === "group" ? "" : partText(node, this.startUom, this.lang)];
    if (node.status) lines.push(words("kit", `status.${node.status}`));
    for (const badge of this.badges?.(node) ?? []) lines.push(`${words("trace", `layer.${badge.layer}`)}: ${badge.long}`);
    return lines.filter(Boolean);
  }

  drawTop(surface: Surface): void {
    drawHeads(surface, this.heads);
  }

  draw(surface: Surface): number {
    drawBands(surface, this.layout.lanes);
    const lit = this.litBy(surface.hover >= 0 ? surface.hover : surface.chosen === this.chain.start ? -1 : surface.chosen);
    const { g, camera } = surface;
    g.save();
    g.translate(camera.x, camera.y);
    g.scale(camera.kx, camera.ky);
    const lines = this.drawEdges(surface, lit);
    this.drawCards(surface, lit);
    g.restore();
    this.drawLabels(surface, lit);
    this.drawTop(surface);
    return lines;
  }

  /** The path of an item: what went into it and what it went into. */
  private litBy(item: number): Set<number> | null {
    if (item !== this.lit.item) {
      const path = item < 0 ? null : pathOf(this.ways, item);
      this.lit = { item, nodes: path && new Set([...path.before, ...path.after]) };
    }
    return this.lit.nodes;
  }

  private isLit(edge: ChainEdge, lit: Set<number> | null): boolean {
    return lit !== null && lit.has(edge.from) && lit.has(edge.to);
  }

  /** The ends of a link; null when it cannot be seen. */
  private ends(edge: ChainEdge, view: Box): Ends | null {
    const { x, y, sizes } = this.layout;
    const from = this.chain.nodes[edge.from] as ChainNode;
    const x1 = (x[edge.from] as number) + (from.kind === "event" ? 0 : widthOf(from.lane, sizes));
    const x2 = x[edge.to] as number;
    const y1 = y[edge.from] as number;
    const y2 = y[edge.to] as number;
    const room = x2 < x1 ? 170 : 0;
    if (Math.max(x1, x2) + room < view.left || Math.min(x1, x2) - room > view.right) return null;
    if (Math.max(y1, y2) < view.top - 20 || Math.min(y1, y2) > view.bottom + 20) return null;
    return [x1, y1, x2, y2];
  }

  private drawEdges(surface: Surface, lit: Set<number> | null): number {
    const { camera, view, palette } = surface;
    const width = 1.4 / Math.max(camera.kx, 0.35);
    const seen: [ChainEdge, Ends][] = [];
    for (const edge of this.chain.edges) {
      const ends = this.ends(edge, view);
      if (ends) seen.push([edge, ends]);
    }
    const some = seen.length > MANY_LINES ? withoutTwins(seen, camera.kx) : seen;
    const below = lit ? some.filter(([edge]) => !this.isLit(edge, lit)) : some;
    this.strokeEdges(surface, below, lit ? palette.faded : palette.link, width * 0.9, some.length > MANY_LINES);
    if (lit) this.strokeEdges(surface, seen.filter(([edge]) => this.isLit(edge, lit)), palette.link, width * 1.4, false);
    return some.length;
  }

  /** Links that go back (rework, returns) are dashed. */
  private strokeEdges({ g, camera }: Surface, edges: [ChainEdge, Ends][], colour: string, width: number, many: boolean): void {
    const plain = many || camera.kx < 0.16;
    for (const backwards of [false, true]) {
      const dash = backwards ? [6, 4] : [];
      let strokes: Strokes | null = null;
      for (const [edge, ends] of edges) {
        if ((this.layout.x[edge.to] as number) <= (this.layout.x[edge.from] as number) !== backwards) continue;
        if (this.grouped) {
          strokes?.done();
          strokes = null;
        }
        strokes ??= new Strokes(g, colour, this.grouped ? this.thickness(edge) : width, dash);
        strokes.curve(...ends, plain);
      }
      strokes?.done();
    }
  }

  /** A group's link is as thick as the number of events it stands for. */
  private thickness(edge: ChainEdge): number {
    return 1.2 + 7 * Math.sqrt((edge.events.length - 1) / Math.max(1, this.widest - 1));
  }

  private drawCards(surface: Surface, lit: Set<number> | null): void {
    const { view, g, palette } = surface;
    const { columns, y, sizes } = this.layout;
    for (const members of columns) {
      for (const item of members) {
        const middle = y[item] as number;
        if (middle < view.top - sizes.row || middle > view.bottom + sizes.row) continue;
        const node = this.chain.nodes[item] as ChainNode;
        const box = this.box(item) as Box;
        if (box.right < view.left || box.left > view.right) continue;
        const faded = lit !== null && !lit.has(item);
        if (node.kind === "event") dot(g, box.left + 5, middle, 3.5, faded ? palette.faded : palette.link);
        else drawCard(surface, node, box, { faded, start: item === this.chain.start, hover: item === surface.hover, chosen: item === surface.chosen, part: partText(node, this.startUom, this.lang), badges: this.badges?.(node) ?? null });
      }
    }
  }

  /** Links that are alone at one end first: their place is sure. */
  private labelOrder(alone: (edge: ChainEdge) => number): ChainEdge[] {
    return [...this.chain.edges].sort((a, b) => alone(a) - alone(b));
  }

  /** Where a link's quantity may stand, best first: `side` -1 after its start, 1 before its end, 0 on it. */
  private spots(edge: ChainEdge, [x1, y1, x2, y2]: Ends, onIt: boolean): [x: number, y: number, side: number][] {
    if ((this.ways.after[edge.from]?.length ?? 0) === 1) return [[x1, y1, -1]];
    if ((this.ways.before[edge.to]?.length ?? 0) === 1) return [[x2, y2, 1]];
    return (onIt ? [0.5, 0.4, 0.6] : []).map((part) => [x1 + (x2 - x1) * part, y1 + (y2 - y1) * (3 * part * part - 2 * part ** 3), 0]);
  }

  /** Quantities beside the links; one that would lie on another waits until its path is chosen. */
  private drawLabels(surface: Surface, lit: Set<number> | null): void {
    const { g, camera, view, palette } = surface;
    if (camera.kx < 0.55 || ((this.chain.edges.length > LABELS || this.layout.wrapped) && !lit)) return;
    const px = Math.max(10, Math.min(12, 11 * camera.kx));
    g.font = textFont(px);
    g.textBaseline = "middle";
    g.textAlign = "left";
    g.lineWidth = 3;
    g.lineJoin = "round";
    g.strokeStyle = palette.band;
    const taken: Box[] = [];
    const alone = (edge: ChainEdge): number => Math.min(this.ways.after[edge.from]?.length ?? 0, this.ways.before[edge.to]?.length ?? 0);
    for (const edge of this.labelOrder(alone)) {
      if (lit && !this.isLit(edge, lit)) continue;
      const text = quantityText(edge.quantity, edge.uom);
      const ends = text && size(edge.quantity) !== 0 ? this.ends(edge, view) : null;
      if (!ends) continue;
      const wide = g.measureText(text).width;
      const thick = this.grouped ? this.thickness(edge) / 2 : 0;
      const spot = this.spots(edge, ends, lit !== null || camera.kx >= 1.2).map(([x, y, side]) => {
        const left = x * camera.kx + camera.x + (side < 0 ? 5 : side > 0 ? -7 - wide : -wide / 2);
        const middle = y * camera.ky + camera.y - (side === 0 ? 0 : px * 0.72 + thick);
        return { left, right: left + wide, top: middle - px / 2, bottom: middle + px / 2 };
      });
      const free = spot.find((one) => !taken.some((other) => one.left < other.right + 2 && one.right > other.left - 2 && one.top < other.bottom && one.bottom > other.top));
      if (!free) continue;
      taken.push(free);
      const [x, y] = [free.left, (free.top + free.bottom) / 2];
      g.strokeText(text, x, y);
      g.fillStyle = palette.text2;
      g.fillText(text, x, y);
    }
  }
}

/** One link of those whose ends lie within the same few pixels. */
function withoutTwins(edges: [ChainEdge, Ends][], scale: number): [ChainEdge, Ends][] {
  const step = scale / TWIN_PX;
  const found = new Set<string>();
  return edges.filter(([, ends]) => {
    const key = ends.map((end) => Math.round(end * step)).join();
    if (found.has(key)) return false;
    found.add(key);
    return true;
  });
}
