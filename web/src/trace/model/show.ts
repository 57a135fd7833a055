import { type Lang, showDecimal, showShare } from "../../kit/index.ts";
import type { ChainNode } from "./chain.ts";

/** Rounds a decimal's text to three places for cards and tables; all digits stay in the data. */
export function rounded(value: string): string {
  const [whole = "", rest = ""] = value.split(".");
  if (rest.length <= 3) return showDecimal(value);
  const short = Number(value).toFixed(3);
  return showDecimal(Number(short) === 0 && /[1-9]/.test(whole + rest) ? value : short);
}

/** `12.4 kg · 31 %`: how much of the start is in it (or of it in the start), and which part that is. */
export function partText(node: ChainNode, startUom: string, lang: Lang): string {
  const { unit } = node;
  if (!unit || unit.level === 0) return unit?.quantity ? `${rounded(unit.quantity)} ${unit.uom}` : "";
  const uom = unit.level > 0 ? startUom : unit.uom;
  const amount = unit.amount === null || (unit.kind === "logistic" && unit.level < 0) ? "" : `${rounded(unit.amount)} ${uom}`;
  const share = unit.share === null ? "" : shareText(unit.share, lang);
  return [amount, share].filter(Boolean).join(" · ");
}

/** A share in words; a part too small for one decimal is told as such, never as nothing. */
export function shareText(share: string, lang: Lang): string {
  const value = Number(share);
  if (value > 0 && value < 0.0005) return "< 0.1%";
  return showShare(value, lang);
}

/** `1,250 kg`, or `""` where it is not known. */
export function quantityText(value: string | null, uom: string): string {
  return value === null ? "" : `${rounded(value)} ${uom}`.trim();
}

/** A code cut in its middle, since its end tells lots apart. */
export function middleCut(text: string, fits: (part: string) => boolean): string {
  if (fits(text)) return text;
  let least = 0;
  let most = text.length;
  while (least < most) {
    const keep = Math.ceil((least + most) / 2);
    if (fits(middle(text, keep))) least = keep;
    else most = keep - 1;
  }
  return middle(text, least);
}

function middle(text: string, keep: number): string {
  const head = Math.floor(keep * 0.4);
  return `${text.slice(0, head)}…${keep - head > 0 ? text.slice(head - keep) : ""}`;
}
