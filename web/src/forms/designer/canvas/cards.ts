import type { Path } from "../model/doc.ts";

/** Every card, column and section head of the canvas, by path. */
export function cards(): Map<Path, HTMLElement> {
  return new Map([...document.querySelectorAll<HTMLElement>("[data-canvas] [data-path]")].map((card) => [card.dataset.path as Path, card]));
}

/** The card, column or section head of a path, as it stands on the canvas. */
export function cardOf(path: Path): HTMLElement | undefined {
  return cards().get(path);
}
