import { int, add as plus, toFixed } from "../../expr/decimal.ts";
import type { ChosenLot, LotInfo } from "../fields/lot.tsx";
import { useTools } from "../fields/tools.ts";
import type { View } from "../model/engine.ts";
import { numberOf } from "../model/number.ts";
import type { ReadyField } from "../model/preset.ts";
import { isBlank } from "../model/scalar.ts";
import type { ListActs } from "./listActs.ts";
import type { ScanSaid } from "./ScanAdd.tsx";
import { scannedValue, useScanWords } from "./scannedValue.ts";
import type { TypedState } from "./useTyped.ts";

/** The row a scanned lot belongs to: one that waits for a lot of its material, else one in which nothing stands. */
export function freeRow(field: ReadyField, views: View[], cell: string, info: LotInfo | null): number {
  const links = (field.fields ?? []).filter((one) => one.type === "link").map((one) => one.key);
  const waits = (view: View): boolean => isBlank(view.values[cell]) && links.some((key) => (view.values[key] as { id?: string } | null)?.id === info?.material?.id);
  const waiting = info?.material ? views.findIndex(waits) : -1;
  return waiting >= 0 ? waiting : views.findIndex((view) => !view.filled);
}

function nameOf(value: unknown): string {
  const given = (typeof value === "object" && value !== null ? value : { code: value }) as { code?: unknown; id?: unknown };
  return String(given.code ?? given.id ?? "");
}

/** Adds what was scanned as a row, in the first empty row when there is one; scanned again, it counts up or is refused. */
export function useScanned(field: ReadyField, cell: ReadyField | undefined, state: TypedState, acts: ListActs): (code: string) => Promise<ScanSaid> {
  const words = useScanWords();
  const { t } = words;
  const tools = useTools();
  const again = (code: string, view: View, row: number): ScanSaid => {
    const counts = field.scan_count ? String(field.scan_count) : "";
    if (!counts || view.flags[counts]?.readonly) return { good: false, words: t("scan_double", { code, row: row + 1 }), row };
    const count = plus(numberOf(view.values[counts]) ?? int(1), int(1));
    const shown = count ? toFixed(count, Math.max(0, -count.e)) : "";
    acts.setCell(view.key, counts, shown);
    return { good: true, words: t("scan_counted", { code, count: shown }), row };
  };
  return async (text) => {
    if (!cell) return { good: false, words: "", row: null };
    const found = await scannedValue(tools, `${field.key}.${cell.key}`, cell, text, words);
    if ("refused" in found) return { good: false, words: found.refused, row: null };
    const views = state.shot.lists[field.key] ?? [];
    const { key } = cell;
    const known = views.findIndex((view) => !isBlank(view.values[key]) && nameOf(view.values[key]) === found.name);
    const code = (found.value as ChosenLot | null)?.code ?? text;
    if (known >= 0 && views[known]) return again(code, views[known], known);
    const empty = freeRow(field, views, key, found.info);
    if (empty >= 0) acts.setCell(views[empty]!.key, key, found.value);
    const counted = field.scan_count ? { [String(field.scan_count)]: "1" } : {};
    if (empty < 0) state.hand.addRows(field.key, [{ [key]: found.value, ...counted }]);
    else for (const [one, value] of Object.entries(counted)) acts.setCell(views[empty]!.key, one, value);
    return { good: true, words: t("scan_added", { code }), row: empty >= 0 ? empty : views.length };
  };
}
