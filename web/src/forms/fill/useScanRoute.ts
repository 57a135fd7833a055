import { type FillTools, meant } from "../fields/tools.ts";
import { chosenLot } from "../fields/lot.tsx";
import type { ReadyField } from "../model/preset.ts";
import { isBlank } from "../model/scalar.ts";
import { useWedge } from "../scan/wedge.ts";
import type { TypedState } from "./useTyped.ts";

const SCANNED = new Set(["text", "scan", "link"]);
const isScanned = (field: ReadyField): boolean => Boolean(field.scan) || field.type === "scan";

/** The list that what is scanned is added to as rows, with the field it goes into: a lot, else what takes scans. */
export function scannedList(fields: ReadyField[]): { list: ReadyField; cell: ReadyField } | null {
  const lists = fields.filter((field) => field.type === "list");
  const takes: ((field: ReadyField) => boolean)[] = [(field) => field.type === "lot" && !field.new, (field) => isScanned(field) && SCANNED.has(field.type)];
  for (const fits of takes) {
    for (const list of lists) {
      const cell = list.fields?.find(fits);
      if (cell) return { list, cell };
    }
  }
  return null;
}

/** A code scanned while no input has the focus goes to the first blank field that takes scans. Lists take theirs themselves. */
export function useScanRoute(state: TypedState, tools: FillTools, active: boolean): void {
  const { program, shot, hand } = state;
  const target = program.fields.find((field) => isScanned(field) && field.type !== "list" && !shot.top.flags[field.key]?.readonly && isBlank(shot.top.values[field.key]));
  const scanned = async (text: string): Promise<void> => {
    if (!target) return;
    if (target.type === "lot") {
      const found = await tools.lot(text);
      hand.set(target.key, found ? chosenLot(found) : { code: text });
    } else if (target.type === "link" || target.type === "location") {
      const items = await tools.options(target.key, undefined, text);
      const one = meant(items, text);
      if (one) hand.set(target.key, { id: one.id, title: one.title, fill: one.fill });
    } else hand.set(target.key, text);
  };
  useWedge((text) => void scanned(text), active && target !== undefined && scannedList(program.fields) === null);
}
