import { middleCut } from "../model/show.ts";

/** Many curves in one stroke cost more than several short ones: this many a stroke. */
const SPLIT = 64;

/** Draws curves in strokes of at most 64 pieces. */
export class Strokes {
  private count = 0;

  constructor(
    private readonly g: CanvasRenderingContext2D,
    colour: string,
    width: number,
    dash: number[] = [],
  ) {
    g.strokeStyle = colour;
    g.lineWidth = width;
    g.setLineDash(dash);
    g.beginPath();
  }

  /** A curve that leaves to the right and arrives from the left; straight where `plain`. */
  curve(x1: number, y1: number, x2: number, y2: number, plain: boolean): void {
    const { g } = this;
    g.moveTo(x1, y1);
    if (plain) g.lineTo(x2, y2);
    else {
      const bend = x2 >= x1 ? Math.max((x2 - x1) * 0.62, Math.min(24, Math.abs(y2 - y1))) : Math.max(40, Math.min(160, (x1 - x2) / 2));
      g.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
    }
    this.count += 1;
    if (this.count < SPLIT) return;
    g.stroke();
    g.beginPath();
    this.count = 0;
  }

  done(): void {
    this.g.stroke();
    this.g.setLineDash([]);
  }
}

const cuts = new Map<string, string>();

/** `text` cut to `width` in the font now set; codes in the middle, words at the end. */
export function cutText(g: CanvasRenderingContext2D, text: string, width: number, middle: boolean): string {
  if (width <= 0) return "";
  const key = `${g.font}|${Math.round(width)}|${middle}|${text}`;
  const known = cuts.get(key);
  if (known !== undefined) return known;
  const fits = (part: string): boolean => g.measureText(part).width <= width;
  const cut = middle ? middleCut(text, fits) : endCut(text, fits);
  if (cuts.size > 20_000) cuts.clear();
  cuts.set(key, cut);
  return cut;
}

function endCut(text: string, fits: (part: string) => boolean): string {
  if (fits(text)) return text;
  let least = 0;
  let most = text.length;
  while (least < most) {
    const keep = Math.ceil((least + most) / 2);
    if (fits(`${text.slice(0, keep)}…`)) least = keep;
    else most = keep - 1;
  }
  return least ? `${text.slice(0, least)}…` : "";
}

/** A box with round corners. */
export function roundBox(g: CanvasRenderingContext2D, x: number, y: number, width: number, height: number, radius: number): void {
  g.beginPath();
  g.roundRect(x, y, width, height, radius);
}

export function dot(g: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string): void {
  g.fillStyle = colour;
  g.beginPath();
  g.arc(x, y, radius, 0, 2 * Math.PI);
  g.fill();
}
