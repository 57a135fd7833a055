import type { Path } from "../model/doc.ts";
import { cards } from "./cards.ts";

type Middle = { path: Path; x: number; y: number; left: number; right: number };

const middleOf = (path: Path, card: HTMLElement | undefined): Middle | null => {
  if (!card) return null;
  const box = card.getBoundingClientRect();
  return { path, x: box.left + box.width / 2, y: box.top + box.height / 2, left: box.left, right: box.right };
};

/** The field an arrow key leads to: left and right in order, up and down to the nearest as it is drawn. */
export function beside(key: string, from: Path, order: Path[]): Path | undefined {
  const at = order.indexOf(from);
  if (at < 0) return order[0];
  if (key === "ArrowLeft") return order[at - 1];
  if (key === "ArrowRight") return order[at + 1];
  const down = key === "ArrowDown";
  const drawn = cards();
  const here = middleOf(from, drawn.get(from));
  if (!here) return order[at + (down ? 1 : -1)];
  const near = order
    .map((path) => middleOf(path, drawn.get(path)))
    .filter((one): one is Middle => one !== null && (down ? one.y > here.y + 4 : one.y < here.y - 4))
    .map((one) => ({ one, far: Math.abs(one.y - here.y) * 3 + Math.max(0, here.left - one.right, one.left - here.right) + Math.abs(one.x - here.x) / 4 }))
    .sort((a, b) => a.far - b.far);
  return near[0]?.one.path;
}
