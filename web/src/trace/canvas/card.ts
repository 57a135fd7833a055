import { words } from "../../kit/index.ts";
import { type ChainNode, kindOf } from "../model/chain.ts";
import type { Box } from "../model/lanes.ts";
import type { Badge } from "../model/marks.ts";
import { alarmOf, codeFont, STAGE_COLOURS, STATUS_COLOURS, textFont } from "./palette.ts";
import { cutText, dot, roundBox } from "./pen.ts";
import type { Surface } from "./scene.ts";

const FOOT = 15;

export type CardLook = { faded: boolean; start: boolean; hover: boolean; chosen: boolean; part: string; /** Null where no layer is on. */ badges: Badge[] | null };

/** One card: the stage's colour at its left, code, material, amount and share; less of it when small on the screen. */
export function drawCard(surface: Surface, node: ChainNode, box: Box, look: CardLook): void {
  const { g, camera, palette } = surface;
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  g.globalAlpha = look.faded ? 0.38 : 1;
  if (camera.kx < 0.2) {
    g.fillStyle = alarmOf(node.status) ?? STAGE_COLOURS[node.lane];
    g.fillRect(box.left, box.top, width, height);
  } else {
    if (node.members.length > 1) drawBehind(surface, box);
    g.fillStyle = look.start ? palette.primarySoft : palette.surface;
    roundBox(g, box.left, box.top, width, height, 4);
    g.fill();
    g.strokeStyle = look.start || look.hover || look.chosen ? palette.primary : palette.lineStrong;
    g.lineWidth = look.chosen || look.start ? 2 : 1;
    g.stroke();
    g.fillStyle = STAGE_COLOURS[node.lane];
    g.beginPath();
    g.roundRect(box.left, box.top, 4, height, [4, 0, 0, 4]);
    g.fill();
    const foot = look.badges ? FOOT : 0;
    if (camera.kx >= 0.38) drawWords(surface, node, { ...box, bottom: box.bottom - foot }, look);
    if (camera.kx >= 0.38 && look.badges) drawBadges(surface, look.badges, box);
  }
  g.globalAlpha = 1;
}

/** The facts of the layers, in one line at the card's foot: whole where only one is shown. */
function drawBadges({ g, palette }: Surface, badges: Badge[], box: Box): void {
  const line = box.bottom - FOOT / 2 - 1;
  const only = badges.length === 1;
  let left = box.left + 11;
  g.textBaseline = "middle";
  g.textAlign = "left";
  g.font = textFont(10.5, 500);
  for (const badge of badges) {
    const text = cutText(g, only ? badge.long : badge.short, box.right - 8 - left, false);
    if (!text) return;
    g.fillStyle = badge.tone === "plain" ? palette.text2 : STATUS_COLOURS[badge.tone === "good" ? "released" : "rejected"];
    g.fillText(text, left, line);
    left += g.measureText(text).width + 7;
  }
}

/** A second card behind: this one stands for several. */
function drawBehind({ g, palette }: Surface, box: Box): void {
  g.fillStyle = palette.surface;
  g.strokeStyle = palette.lineStrong;
  g.lineWidth = 1;
  roundBox(g, box.left + 3, box.top + 3, box.right - box.left, box.bottom - box.top, 4);
  g.fill();
  g.stroke();
}

function drawWords(surface: Surface, node: ChainNode, box: Box, look: CardLook): void {
  const { g, palette } = surface;
  const left = box.left + 11;
  const alarm = alarmOf(node.status);
  let right = box.right - 8;
  g.textBaseline = "middle";
  g.textAlign = "left";
  const middle = (box.top + box.bottom) / 2;
  const tall = box.bottom - box.top > 44;
  const note = node.note || (node.kind === "group" ? "" : words("trace", `kind.${kindOf(node)}`));
  const lines = tall ? (look.part ? 3 : 2) : look.start && note ? 2 : 1;
  const step = tall ? 14.5 : 13;
  const line = middle - ((lines - 1) * step) / 2;
  if (node.members.length > 1) {
    g.font = textFont(11.5);
    g.fillStyle = palette.text2;
    const count = String(node.members.length);
    right -= g.measureText(count).width;
    g.fillText(count, right, line);
    right -= 8;
  }
  if (alarm) {
    dot(g, right - 3, line, 3.5, alarm);
    right -= 12;
  }
  const isCode = node.unit !== null && node.kind !== "group";
  const name = node.kind === "barred" ? words("trace", "barred") : node.name || words("trace", `kind.${kindOf(node)}`);
  g.font = isCode || node.kind === "shipment" ? codeFont(11.5) : textFont(12.5, 600);
  g.fillStyle = node.kind === "barred" ? palette.text3 : palette.text;
  g.fillText(cutText(g, name, right - left, isCode), left, line);
  if (lines === 1) return;
  g.font = textFont(11.5);
  g.fillStyle = palette.text2;
  g.fillText(cutText(g, note, box.right - 8 - left, false), left, line + step);
  g.font = textFont(11.5, 500);
  g.fillStyle = palette.text;
  if (lines === 3) g.fillText(cutText(g, look.part, box.right - 8 - left, false), left, line + 2 * step);
}
