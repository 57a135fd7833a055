import type { Stage } from "../../kit/index.ts";
import { STAGE_COLOURS, textFont } from "./palette.ts";
import { cutText } from "./pen.ts";
import type { Surface } from "./scene.ts";

export const HEADER = 34;
/** A lane's place in the world and what its head says. */
export type Head = { stage: Stage; left: number; right: number; name: string; count: number };

/** The lanes' backgrounds, alternately. */
export function drawBands({ g, camera, width, height, palette }: Surface, lanes: { left: number; right: number }[]): void {
  g.fillStyle = palette.band;
  g.fillRect(0, 0, width, height);
  lanes.forEach((lane, n) => {
    if (n % 2 === 0) return;
    g.fillStyle = palette.bandOther;
    g.fillRect(lane.left * camera.kx + camera.x, 0, (lane.right - lane.left) * camera.kx, height);
  });
}

/** The strip with the lanes' names that stays at the top. */
export function drawHeads({ g, camera, width, palette }: Surface, heads: Head[]): void {
  g.fillStyle = palette.surface;
  g.fillRect(0, 0, width, HEADER);
  g.fillStyle = palette.line;
  g.fillRect(0, HEADER - 1, width, 1);
  g.textBaseline = "middle";
  g.textAlign = "left";
  for (const head of heads) {
    const left = head.left * camera.kx + camera.x;
    const right = head.right * camera.kx + camera.x;
    if (right < 0 || left > width) continue;
    drawHead(g, head, Math.max(left, Math.min(0, right - 96)) + 10, right, palette.text, palette.text3);
  }
}

function drawHead(g: CanvasRenderingContext2D, head: Head, x: number, right: number, text: string, faint: string): void {
  g.save();
  g.beginPath();
  g.rect(x - 10, 0, right - x + 10, HEADER);
  g.clip();
  g.fillStyle = STAGE_COLOURS[head.stage];
  g.fillRect(x, 13, 8, 8);
  g.font = textFont(13, 600);
  g.fillStyle = text;
  const room = right - x - 22;
  const count = String(head.count);
  const name = cutText(g, head.name, room, false);
  g.fillText(name, x + 14, HEADER / 2);
  const after = x + 14 + g.measureText(name).width + 7;
  g.font = textFont(12);
  g.fillStyle = faint;
  if (after + g.measureText(count).width < right) g.fillText(count, after, HEADER / 2);
  g.restore();
}
