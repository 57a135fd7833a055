import { showInstant, type Stage, words } from "../../kit/index.ts";
import type { Box } from "../model/lanes.ts";
import { type Timeline, ticksOf } from "../model/timeline.ts";
import type { Camera } from "./camera.ts";
import { codeFont, STAGE_COLOURS, STATUS_COLOURS, textFont } from "./palette.ts";
import { cutText, dot } from "./pen.ts";
import type { Scene, Step, Surface } from "./scene.ts";

const ROW = 26;
const GUTTER = 168;
const AXIS = 34;
const LANE_GAP = 26;
const WIDE = 1000;

/** Lots as rows under their stages, events as marks on a common axis of time; only time zooms. */
export class TimeScene implements Scene {
  readonly axes = "x";
  readonly top = AXIS;
  readonly largest = 1;
  readonly hang = "top";
  readonly readable = 0;
  readonly bounds: Box;
  private readonly tops: number[] = [];
  private readonly heads: { stage: Stage; top: number }[] = [];

  constructor(
    private readonly timeline: Timeline,
    readonly focus: number,
  ) {
    let top = 0;
    let stage: Stage | null = null;
    for (const row of timeline.rows) {
      if (row.node.lane !== stage) {
        stage = row.node.lane;
        this.heads.push({ stage, top: top + 4 });
        top += LANE_GAP;
      }
      this.tops.push(top);
      top += ROW;
    }
    this.bounds = { left: 0, right: WIDE, top: -6, bottom: top + 10 };
  }

  /** The row of a card of the trace, -1 for none. */
  rowOf(node: number): number {
    return this.timeline.rows.findIndex((row) => row.node.index === node);
  }

  node(item: number): number {
    return this.timeline.rows[item]?.node.index ?? -1;
  }

  private x(time: number): number {
    const { first, last } = this.timeline;
    return ((time - first) / Math.max(1, last - first)) * WIDE;
  }

  private time(x: number): number {
    const { first, last } = this.timeline;
    return first + (x / WIDE) * Math.max(1, last - first);
  }

  box(item: number): Box | null {
    const row = this.timeline.rows[item];
    const top = this.tops[item];
    return row && top !== undefined ? { left: this.x(row.from), right: this.x(row.to), top, bottom: top + ROW } : null;
  }

  at(_x: number, y: number): number {
    return this.tops.findIndex((top) => y >= top && y < top + ROW);
  }

  beside(item: number, step: Step): number {
    if (item < 0) return this.focus;
    const next = item + (step === "up" || step === "left" ? -1 : 1);
    return this.timeline.rows[next] ? next : item;
  }

  tip(item: number): string[] {
    const row = this.timeline.rows[item];
    if (!row) return [];
    const marks = row.marks.slice(-8).map(({ event }) => `${showInstant(event.time)} ${words("trace", `verb.${event.verb}`)} ${event.record_title ?? ""}`.trim());
    return [row.node.name, row.node.note, ...marks].filter(Boolean);
  }

  drawTop(surface: Surface): void {
    this.drawTicks(surface, surface.width < 600 ? 112 : GUTTER);
  }

  /** Never heavy: what scrolls past the gutter must be drawn anew anyway. */
  draw(surface: Surface): number {
    const { g, width, height, palette } = surface;
    g.fillStyle = palette.surface;
    g.fillRect(0, 0, width, height);
    const gutter = width < 600 ? 112 : GUTTER;
    this.drawAxis(surface, gutter);
    g.save();
    g.beginPath();
    g.rect(gutter, AXIS, width - gutter, height - AXIS);
    g.clip();
    this.drawLinks(surface);
    this.timeline.rows.forEach((_, item) => this.drawRow(surface, item));
    g.restore();
    this.drawGutter(surface, gutter);
    this.drawTop(surface);
    return 0;
  }

  private sx(camera: Camera, time: number): number {
    return this.x(time) * camera.kx + camera.x;
  }

  private ticks({ camera, width }: Surface, gutter: number): { at: number[]; days: boolean } {
    const from = this.time((gutter - camera.x) / camera.kx);
    const to = this.time((width - camera.x) / camera.kx);
    return ticksOf(from, to, (width - gutter) / (width < 600 ? 56 : 92));
  }

  private drawAxis(surface: Surface, gutter: number): void {
    const { g, height, camera, palette } = surface;
    g.fillStyle = palette.line;
    for (const tick of this.ticks(surface, gutter).at) g.fillRect(Math.round(this.sx(camera, tick)), AXIS, 1, height);
  }

  private drawTicks(surface: Surface, gutter: number): void {
    const { g, width, camera, palette } = surface;
    const { at, days } = this.ticks(surface, gutter);
    g.fillStyle = palette.surface;
    g.fillRect(0, 0, width, AXIS);
    g.fillStyle = palette.line;
    g.fillRect(0, AXIS - 1, width, 1);
    g.save();
    g.beginPath();
    g.rect(gutter, 0, width - gutter, AXIS);
    g.clip();
    g.font = textFont(12);
    g.textAlign = "left";
    g.textBaseline = "middle";
    g.fillStyle = palette.text2;
    for (const tick of at) {
      const text = showInstant(new Date(tick).toISOString());
      g.fillText(days ? text.slice(width < 600 ? 5 : 0, 10) : text.slice(5), this.sx(camera, tick) + 5, AXIS / 2);
    }
    g.restore();
  }

  private drawRow({ g, camera, view, palette, hover, chosen, width }: Surface, item: number): void {
    const top = this.tops[item] as number;
    const row = this.timeline.rows[item];
    if (!row || top > view.bottom || top + ROW < view.top) return;
    const y = top + camera.y;
    if (item === hover || item === chosen || item === this.focus) {
      g.fillStyle = item === hover ? palette.band : palette.primarySoft;
      g.globalAlpha = 0.75;
      g.fillRect(0, y, width, ROW);
      g.globalAlpha = 1;
    }
    const colour = STAGE_COLOURS[row.node.lane];
    const left = this.sx(camera, row.from);
    g.globalAlpha = 0.3;
    g.fillStyle = colour;
    g.fillRect(left, y + ROW / 2 - 3, Math.max(2, this.sx(camera, row.to) - left), 6);
    g.globalAlpha = 1;
    for (const mark of row.marks) {
      const status = mark.event.status;
      const alarm = status === "held" || status === "rejected" || status === "recalled" ? STATUS_COLOURS[status] : null;
      const x = this.sx(camera, mark.time);
      dot(g, x, y + ROW / 2, 5, palette.surface);
      dot(g, x, y + ROW / 2, 4, alarm ?? colour);
    }
  }

  private drawLinks({ g, camera, view, palette, hover, chosen }: Surface): void {
    const lit = hover >= 0 ? hover : chosen;
    const both = [false, true].map((strong) => this.timeline.links.filter((link) => (link.from === lit || link.to === lit) === strong));
    both.forEach((links, strong) => {
      g.strokeStyle = strong ? palette.link : palette.lineStrong;
      g.lineWidth = strong ? 1.8 : 1;
      for (const link of links) {
        const from = (this.tops[link.from] ?? 0) + ROW / 2;
        const to = (this.tops[link.to] ?? 0) + ROW / 2;
        if (Math.max(from, to) < view.top || Math.min(from, to) > view.bottom) continue;
        const x = this.sx(camera, link.time);
        g.beginPath();
        g.moveTo(x, from + camera.y);
        g.lineTo(x, to + camera.y);
        g.stroke();
      }
    });
  }

  private drawGutter({ g, camera, view, height, palette, chosen, hover }: Surface, gutter: number): void {
    g.fillStyle = palette.surface;
    g.fillRect(0, AXIS, gutter, height - AXIS);
    g.fillStyle = palette.line;
    g.fillRect(gutter - 1, AXIS, 1, height);
    g.textBaseline = "middle";
    g.textAlign = "left";
    for (const head of this.heads) {
      const y = head.top + camera.y;
      g.fillStyle = STAGE_COLOURS[head.stage];
      g.fillRect(10, y + 5, 8, 8);
      g.fillStyle = palette.text;
      g.font = textFont(12.5, 600);
      g.fillText(words("kit", `stage.${head.stage}`), 24, y + 9.5);
    }
    this.timeline.rows.forEach((row, item) => {
      const top = this.tops[item] as number;
      if (top > view.bottom || top + ROW < view.top) return;
      const strong = item === chosen || item === hover || item === this.focus;
      g.font = codeFont(11.5);
      g.fillStyle = strong ? palette.primary : palette.text;
      g.fillText(cutText(g, row.node.name, gutter - 34, true), 24, top + camera.y + ROW / 2);
    });
  }
}
