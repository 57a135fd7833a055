import type { KeyboardEvent } from "react";
import type { View } from "../model/engine.ts";
import { inputId, pathOf } from "../model/path.ts";
import type { ReadyField } from "../model/preset.ts";

export type Cell = { row: number; column: string };

/** The cell an element stands in. */
export function cellAt(target: EventTarget | null): Cell | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-row][data-column]") : null;
  return cell ? { row: Number(cell.dataset.row), column: String(cell.dataset.column) } : null;
}

/** Puts the focus into a cell. */
export function focusCell(list: string, row: number, column: string, scope = ""): void {
  const input = document.getElementById(inputId(pathOf({ field: list, row, cell: column }), scope));
  input?.focus();
}

type Views = Pick<View, "flags">[];

function isOpen(view: Views[number] | undefined, column: ReadyField): boolean {
  const flags = view?.flags[column.key];
  return view === undefined || (flags !== undefined && !flags.readonly && !flags.hidden);
}

/** The next cell that may be filled, to the right and then in the rows below; the row after the last is a new one. */
export function nextCell(at: Cell, views: Views, columns: ReadyField[]): Cell | null {
  let row = at.row;
  let column = columns.findIndex((one) => one.key === at.column);
  while (row <= views.length) {
    column += 1;
    if (column >= columns.length) {
      column = -1;
      row += 1;
      continue;
    }
    const here = columns[column];
    if (here && isOpen(views[row] ?? views[views.length - 1], here)) return { row, column: here.key };
  }
  return null;
}

/** The cell `by` columns beside, in the same row. */
export function besideCell(at: Cell, by: 1 | -1, views: Views, columns: ReadyField[]): Cell | null {
  for (let column = columns.findIndex((one) => one.key === at.column) + by; column >= 0 && column < columns.length; column += by) {
    const here = columns[column];
    if (here && isOpen(views[at.row], here)) return { row: at.row, column: here.key };
  }
  return null;
}

function caretEdge(input: EventTarget): { start: boolean; end: boolean } {
  if (!(input instanceof HTMLInputElement) || !/^(text|search|)$/.test(input.type)) return { start: false, end: false };
  const { selectionStart, selectionEnd, value } = input;
  return { start: selectionEnd === 0, end: selectionStart === value.length };
}

/** Where a key leads from its cell: Enter on, arrows beside, above and below. `null`: the key stays the input's. */
export function moveFrom(event: KeyboardEvent<HTMLElement>, views: Views, columns: ReadyField[]): Cell | null {
  const at = cellAt(event.target);
  if (!at || event.defaultPrevented || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target as HTMLElement;
  if (target instanceof HTMLButtonElement) return null;
  const picks = target instanceof HTMLSelectElement || /^(date|datetime-local)$/.test((target as HTMLInputElement).type);
  switch (event.key) {
    case "Enter":
      return nextCell(at, views, columns);
    case "ArrowDown":
      return picks || at.row + 1 >= views.length ? null : { ...at, row: at.row + 1 };
    case "ArrowUp":
      return picks || at.row === 0 ? null : { ...at, row: at.row - 1 };
    case "ArrowRight":
      return caretEdge(target).end ? besideCell(at, 1, views, columns) : null;
    case "ArrowLeft":
      return caretEdge(target).start ? besideCell(at, -1, views, columns) : null;
  }
  return null;
}

/** What a key does with whole rows. */
export type RowAct = "insert" | "up" | "down" | "fill" | "remove" | "pick";

const ROW_KEYS: Record<string, RowAct> = {
  Insert: "insert",
  "alt+ArrowUp": "up",
  "alt+ArrowDown": "down",
  "ctrl+d": "fill",
  "alt+Delete": "remove",
  "alt+Backspace": "remove",
  "shift+ ": "pick",
};

/** The act of a key upon its row; `null`: it is none. */
export function rowActOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): RowAct | null {
  const held = [event.ctrlKey || event.metaKey ? "ctrl+" : "", event.altKey ? "alt+" : "", event.shiftKey ? "shift+" : ""].join("");
  return ROW_KEYS[held + (event.key.length === 1 ? event.key.toLowerCase() : event.key)] ?? null;
}
