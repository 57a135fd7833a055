import type { TFunction } from "i18next";
import { shownStatus, useT } from "../../kit/index.ts";
import { chosenLot, isUsable, type LotInfo } from "../fields/lot.tsx";
import { type FillTools, meant, type Option } from "../fields/tools.ts";
import type { ReadyField } from "../model/preset.ts";

/** What a code stands for in a field: the value it puts there and what names it, or why it is refused. */
export type Scanned = { value: unknown; name: string; info: LotInfo | null } | { refused: string };

type Words = { t: TFunction; kit: TFunction };

export function useScanWords(): Words {
  return { t: useT("forms"), kit: useT("kit") };
}

/** Whether a lot may stand in the field as the record is now: the server offers it, or, out of reach, it looks usable. */
async function isOffered(tools: FillTools, name: string, lot: Option): Promise<boolean> {
  const offered = await tools.options(name, undefined, lot.id).catch(() => null);
  return offered ? offered.some((one) => one.id === lot.id) : isUsable((lot.fields ?? {}) as LotInfo);
}

async function scannedLot(tools: FillTools, name: string, text: string, { t, kit }: Words): Promise<Scanned> {
  const lot = await tools.lot(text);
  if (!lot) return { refused: t("scan_unknown", { code: text }) };
  const info = (lot.fields ?? {}) as LotInfo;
  if (await isOffered(tools, name, lot)) return { value: chosenLot(lot), name: lot.id, info };
  const status = kit(`status.${shownStatus(info.inside_status ?? info.status ?? "", info.expires_on)}`);
  return { refused: isUsable(info) ? t("lot_not_here", { code: lot.id }) : t("lot_refused", { code: lot.id, status }) };
}

/**
 * The value a scanned code gives a field.
 *
 * @param name of the field: `supplier`, `inputs.lot`.
 */
export async function scannedValue(tools: FillTools, name: string, field: ReadyField, text: string, words: Words): Promise<Scanned> {
  if (field.type === "lot" && !field.new) return scannedLot(tools, name, text, words);
  if (field.type === "lot") return { value: { code: text }, name: text, info: null };
  if (field.type !== "link" && field.type !== "location") return { value: text, name: text, info: null };
  const items = await tools.options(name, undefined, text);
  const one = meant(items, text);
  return one ? { value: { id: one.id, title: one.title, fill: one.fill }, name: one.id, info: null } : { refused: words.t("found_none", { text }) };
}
