import { useT } from "../../kit/index.ts";
import { type FillTools, meant, useTools } from "../fields/tools.ts";
import type { EditRow, Values } from "../model/engine.ts";
import { parseCell } from "../model/parse.ts";
import { cellsOf } from "../model/paste.ts";
import type { ReadyField } from "../model/preset.ts";
import { newRow } from "./state.ts";
import type { TypedState } from "./useTyped.ts";

/** A pasted value that must be looked up by its title or code. */
export type Lookup = { row: number; cell: string; text: string };
export type Filled = { rows: Values[]; lookups: Lookup[]; unknown: number };

/** What pasted cells put into the rows from a cell on: one mapping a row, what is to be looked up, what was not understood. */
export function filledBy(cells: string[][], columns: ReadyField[], from: string): Filled {
  const start = columns.findIndex((one) => one.key === from);
  const found: Filled = { rows: [], lookups: [], unknown: 0 };
  for (const [row, texts] of cells.entries()) {
    const values: Values = {};
    for (const [at, text] of texts.entries()) {
      const field = columns[start + at];
      if (!field) continue;
      const parsed = parseCell(field, text);
      if (parsed === undefined) {
        found.unknown += 1;
        // Kept as it is where it can be seen and marked; other types stay blank.
        if (["date", "datetime", "choice"].includes(field.type)) values[field.key] = text;
      } else if ("look" in parsed) found.lookups.push({ row, cell: field.key, text: parsed.look });
      else values[field.key] = parsed.value;
    }
    found.rows.push(values);
  }
  return found;
}

async function lookedUp(tools: FillTools, list: string, lookups: Lookup[]): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  for (const { cell, text } of lookups) {
    const name = `${cell}\0${text}`;
    if (found.has(name)) continue;
    const items = await tools.options(`${list}.${cell}`, undefined, text).catch(() => []);
    const one = meant(items, text);
    found.set(name, one ? { id: one.id, title: one.title, fill: one.fill } : { id: "", title: text });
  }
  return found;
}

/** Pastes the rows of a spreadsheet into the list, from a cell on; more rows are added as needed. */
export function usePaste(list: ReadyField, columns: ReadyField[], state: TypedState, say: (words: string) => void) {
  const t = useT("forms");
  const tools = useTools();
  return async (text: string, row: number, column: string): Promise<void> => {
    const open = columns.filter((field) => field.key === column || !state.shot.lists[list.key]?.[row]?.flags[field.key]?.readonly);
    const filled = filledBy(cellsOf(text), open, column);
    const looked = await lookedUp(tools, list.key, filled.lookups);
    for (const { row: at, cell, text: wanted } of filled.lookups) {
      const values = filled.rows[at];
      if (values) values[cell] = looked.get(`${cell}\0${wanted}`);
    }
    const most = Number(list.max ?? 1000);
    const cut = Math.max(0, row + filled.rows.length - most);
    state.hand.changeRows(list.key, (rows) => {
      const all: EditRow[] = [...rows];
      for (const [at, values] of filled.rows.entries()) {
        const here = row + at;
        if (here >= most) break;
        all[here] = { ...(all[here] ?? newRow()), ...values };
      }
      return all;
    });
    if (cut) return say(t("paste_cut", { most, count: cut }));
    const unknown = filled.unknown + [...looked.values()].filter((one) => !(one as { id: string }).id).length;
    say(unknown ? t("paste_unknown", { rows: filled.rows.length, count: unknown }) : t("pasted", { rows: filled.rows.length }));
  };
}

