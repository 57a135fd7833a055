import { shownStatus, useT } from "../../kit/index.ts";
import { int, add as plus, toFixed } from "../../expr/decimal.ts";
import { type ChosenLot, chosenLot, isUsable, type LotInfo } from "../fields/lot.tsx";
import { type FillTools, type Option, useTools } from "../fields/tools.ts";
import type { View } from "../model/engine.ts";
import { numberOf } from "../model/number.ts";
import type { ReadyField } from "../model/preset.ts";
import { isBlank } from "../model/scalar.ts";
import type { ListActs } from "./listActs.ts";
import type { ScanSaid } from "./ScanAdd.tsx";
import type { TypedState } from "./useTyped.ts";

/** What a code stands for in a field: the value it puts there, and what names it. */
type Found = { value: unknown; name: string; info: LotInfo | null } | { refused: string };

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

/** Whether a lot may stand in the field as the record is now: the server offers it, or, out of reach, it looks usable. */
async function isOffered(tools: FillTools, name: string, lot: Option): Promise<boolean> {
  const offered = await tools.options(name, undefined, lot.id).catch(() => null);
  return offered ? offered.some((one) => one.id === lot.id) : isUsable((lot.fields ?? {}) as LotInfo);
}

/** Adds what was scanned as a row, in the first empty row when there is one; scanned again, it counts up or is refused. */
export function useScanned(field: ReadyField, cell: ReadyField | undefined, state: TypedState, acts: ListActs): (code: string) => Promise<ScanSaid> {
  const t = useT("forms");
  const kit = useT("kit");
  const tools = useTools();
  const name = `${field.key}.${cell?.key ?? ""}`;

  const lotOf = async (text: string): Promise<Found> => {
    const lot = await tools.lot(text);
    if (!lot) return { refused: t("scan_unknown", { code: text }) };
    const info = (lot.fields ?? {}) as LotInfo;
    if (await isOffered(tools, name, lot)) return { value: chosenLot(lot), name: lot.id, info };
    const status = kit(`status.${shownStatus(info.inside_status ?? info.status ?? "", info.expires_on)}`);
    return { refused: isUsable(info) ? t("lot_not_here", { code: lot.id }) : t("lot_refused", { code: lot.id, status }) };
  };
  const find = async (text: string): Promise<Found> => {
    if (cell?.type === "lot") return lotOf(text);
    if (cell?.type !== "link") return { value: text, name: text, info: null };
    const items = await tools.options(name, undefined, text);
    const one = items.find((item) => item.title === text) ?? (items.length === 1 ? items[0] : undefined);
    return one ? { value: { id: one.id, title: one.title, fill: one.fill }, name: one.id, info: null } : { refused: t("found_none", { text }) };
  };
  const again = (code: string, view: View, row: number): ScanSaid => {
    const counts = field.scan_count ? String(field.scan_count) : "";
    if (!counts || view.flags[counts]?.readonly) return { good: false, words: t("scan_double", { code, row: row + 1 }), row };
    const count = plus(numberOf(view.values[counts]) ?? int(1), int(1));
    const shown = count ? toFixed(count, Math.max(0, -count.e)) : "";
    acts.setCell(view.key, counts, shown);
    return { good: true, words: t("scan_counted", { code, count: shown }), row };
  };
  return async (text) => {
    const found = await find(text);
    if ("refused" in found) return { good: false, words: found.refused, row: null };
    const views = state.shot.lists[field.key] ?? [];
    const key = cell?.key ?? "";
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
