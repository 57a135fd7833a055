import { useRef, useState } from "react";
import { useT } from "../../../kit/index.ts";
import { type Path, WIDTHS } from "../model/doc.ts";

type ResizeProps = { path: Path; width: number; onWidth: (path: Path, width: number) => void };

/** The width, of those that can be chosen, that is nearest to so many columns. */
export function nearestWidth(columns: number): number {
  return WIDTHS.reduce((best, one) => (Math.abs(one - columns) < Math.abs(best - columns) ? one : best), 12);
}

/** The next width, wider or narrower. */
export function steppedWidth(width: number, by: 1 | -1): number {
  const at = WIDTHS.indexOf(nearestWidth(width) as (typeof WIDTHS)[number]);
  return WIDTHS[Math.max(0, Math.min(WIDTHS.length - 1, at + by))] as number;
}

const WORDS: Record<number, string> = { 3: "1/4", 4: "1/3", 6: "1/2", 8: "2/3", 12: "1" };

/** How wide a card is drawn: on the form's grid, or among the columns of a list. */
type Drawn = { gridColumn: string; flexGrow: string };

const draw = (card: HTMLElement, drawn: Drawn): void => void Object.assign(card.style, drawn);

/** The handle at the right edge of a field: drag it, or use the arrow keys on it. */
export function Resize({ path, width, onWidth }: ResizeProps) {
  const t = useT("forms");
  const [shown, setShown] = useState<number | null>(null);
  const held = useRef<{ x: number; columns: number; card: HTMLElement; was: Drawn } | null>(null);
  const wish = useRef(width);
  const move = (event: React.PointerEvent): void => {
    if (!held.current) return;
    wish.current = nearestWidth(width + (event.clientX - held.current.x) / held.current.columns);
    draw(held.current.card, { gridColumn: `span ${wish.current}`, flexGrow: String(wish.current / 3) });
    setShown(wish.current);
  };
  const end = (): void => {
    if (!held.current) return;
    draw(held.current.card, held.current.was);
    held.current = null;
    setShown(null);
    if (wish.current !== width) onWidth(path, wish.current);
  };
  return (
    <span
      className="dz-resize"
      role="slider"
      tabIndex={0}
      aria-label={t("design_width")}
      aria-valuemin={3}
      aria-valuemax={12}
      aria-valuenow={width}
      aria-valuetext={WORDS[nearestWidth(width)]}
      title={t("design_width")}
      onClick={(event) => event.stopPropagation()}
      onPointerDown={(event) => {
        const card = event.currentTarget.parentElement as HTMLElement;
        const grid = card.parentElement as HTMLElement;
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        held.current = { x: event.clientX, columns: grid.clientWidth / 12, card, was: { gridColumn: card.style.gridColumn, flexGrow: card.style.flexGrow } };
        wish.current = width;
      }}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={(event) => {
        const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        if (!by) return;
        event.preventDefault();
        event.stopPropagation();
        onWidth(path, steppedWidth(width, by));
      }}
    >
      {shown ? <b className="dz-width">{WORDS[shown]}</b> : null}
    </span>
  );
}
