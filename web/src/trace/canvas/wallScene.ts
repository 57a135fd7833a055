import { words } from "../../kit/index.ts";
import type { Chain } from "../model/chain.ts";
import type { Box } from "../model/lanes.ts";
import { type Cell, CELL, cellAt, cellUnder, type WallLayout } from "../model/wall.ts";
import { drawBands, drawHeads, type Head, HEADER } from "./header.ts";
import { alarmOf, STAGE_COLOURS } from "./palette.ts";
import { Strokes } from "./pen.ts";
import type { Scene, Step, Surface } from "./scene.ts";

const LANE = 1_000_000;
const QUIET = 0.42;

/** All lots of the plant as small cells by stage, those of the trace strong and linked. Items are `lane * 10^6 + cell`. */
export class WallScene implements Scene {
  readonly axes = "both";
  readonly top = HEADER;
  readonly largest = 2;
  readonly hang = "top";
  readonly readable = 0.6;
  readonly focus: number;
  readonly bounds: Box;
  private readonly heads: Head[];

  constructor(
    readonly layout: WallLayout,
    private readonly chain: Chain | null,
  ) {
    const last = layout.lanes.at(-1)?.right ?? 0;
    this.bounds = { left: 0, right: last, top: 0, bottom: layout.height };
    this.heads = layout.lanes.map((lane) => ({ ...lane, name: words("kit", `stage.${lane.stage}`), count: lane.cells.length }));
    this.focus = chain ? this.itemOf(chain.start) : -1;
  }

  /** The item of a card of the trace. */
  itemOf(node: number): number {
    const place = this.layout.byNode.get(node);
    return place ? place[0] * LANE + place[1] : -1;
  }

  /** The item of a lot by its code, -1 for none. */
  find(code: string): number {
    for (const [l, lane] of this.layout.lanes.entries()) {
      const c = lane.cells.findIndex((cell) => cell.name === code);
      if (c >= 0) return l * LANE + c;
    }
    return -1;
  }

  cell(item: number): Cell | null {
    return item < 0 ? null : (this.layout.lanes[Math.floor(item / LANE)]?.cells[item % LANE] ?? null);
  }

  box(item: number): Box | null {
    if (!this.cell(item)) return null;
    const { x, y } = cellAt(this.layout, Math.floor(item / LANE), item % LANE);
    return { left: x, top: y, right: x + CELL.width, bottom: y + CELL.height };
  }

  at(x: number, y: number): number {
    const found = cellUnder(this.layout, x, y);
    return found ? found[0] * LANE + found[1] : -1;
  }

  beside(item: number, step: Step): number {
    if (item < 0) return this.focus >= 0 ? this.focus : this.layout.lanes.findIndex((lane) => lane.cells.length > 0) * LANE;
    const by = { left: -1, right: 1, up: -this.layout.across, down: this.layout.across }[step];
    const next = (item % LANE) + by;
    const lane = Math.floor(item / LANE);
    if (next >= 0 && next < (this.layout.lanes[lane]?.cells.length ?? 0)) return lane * LANE + next;
    const way = step === "right" ? 1 : step === "left" ? -1 : 0;
    for (let other = lane + way; way !== 0 && this.layout.lanes[other]; other += way) if (this.layout.lanes[other]?.cells.length) return other * LANE;
    return item;
  }

  tip(item: number): string[] {
    const cell = this.cell(item);
    if (!cell) return [];
    const status = cell.status ? words("kit", `status.${cell.status}`) : "";
    return [cell.name, status, cell.at ?? ""].filter(Boolean);
  }

  drawTop(surface: Surface): void {
    drawHeads(surface, this.heads);
  }

  draw(surface: Surface): number {
    const { g, camera } = surface;
    drawBands(surface, this.layout.lanes);
    g.save();
    g.translate(camera.x, camera.y);
    g.scale(camera.kx, camera.ky);
    this.drawCells(surface);
    this.drawLinks(surface);
    this.drawChosen(surface);
    g.restore();
    this.drawTop(surface);
    return this.chain?.edges.length ?? 0;
  }

  /** Cells in view, colour by colour. */
  private drawCells({ g, view }: Surface): void {
    const first = Math.max(0, Math.floor((view.top - CELL.top) / CELL.dy));
    const last = Math.ceil((view.bottom - CELL.top) / CELL.dy);
    this.layout.lanes.forEach((lane, l) => {
      if (lane.right < view.left || lane.left > view.right) return;
      const layers = new Map<string, number[]>();
      const { across } = this.layout;
      for (let c = first * across; c < Math.min(lane.cells.length, last * across); c += 1) {
        const cell = lane.cells[c] as Cell;
        const alarm = alarmOf(cell.status);
        const key = `${alarm || cell.node >= 0 || !this.chain ? 1 : QUIET} ${alarm ?? STAGE_COLOURS[lane.stage]}`;
        const layer = layers.get(key);
        if (layer) layer.push(c);
        else layers.set(key, [c]);
      }
      for (const [key, members] of layers) {
        const [alpha = "1", colour = ""] = key.split(" ");
        g.globalAlpha = Number(alpha);
        g.fillStyle = colour;
        for (const c of members) {
          const { x, y } = cellAt(this.layout, l, c);
          g.fillRect(x, y, CELL.width, CELL.height);
        }
      }
    });
    g.globalAlpha = 1;
  }

  private drawLinks({ g, camera, palette }: Surface): void {
    if (!this.chain) return;
    const strokes = new Strokes(g, palette.link, 1.4 / Math.max(camera.kx, 0.4));
    const outs = new Map<number, number[]>();
    for (const edge of this.chain.edges) if (this.chain.nodes[edge.from]?.kind === "event") outs.set(edge.from, [...(outs.get(edge.from) ?? []), edge.to]);
    for (const edge of this.chain.edges) {
      const from = this.box(this.itemOf(edge.from));
      if (!from) continue;
      for (const far of this.chain.nodes[edge.to]?.kind === "event" ? (outs.get(edge.to) ?? []) : [edge.to]) {
        const to = this.box(this.itemOf(far));
        if (to) strokes.curve(from.right, (from.top + from.bottom) / 2, to.left, (to.top + to.bottom) / 2, false);
      }
    }
    strokes.done();
  }

  private drawChosen({ g, camera, palette, chosen, hover }: Surface): void {
    for (const [item, colour] of [[this.focus, palette.primary], [chosen, palette.primary], [hover, palette.text]] as const) {
      const box = this.box(item);
      if (!box) continue;
      g.strokeStyle = colour;
      g.lineWidth = 2 / Math.max(camera.kx, 0.5);
      g.strokeRect(box.left - 1.5, box.top - 1.5, box.right - box.left + 3, box.bottom - box.top + 3);
    }
  }
}
