import type { Lang } from "./i18n.ts";

/** Groups the digits of a decimal's text by thousands, keeping every digit: never through a float. */
export function groupDigits(text: string): string {
  const found = /^(-?)(\d+)(\.\d+)?$/.exec(text);
  if (!found) return text;
  const [, sign = "", whole = "", rest = ""] = found;
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + rest;
}

/** A decimal's text without trailing zeros after the point: `12.400000` is `12.4`. */
export function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** A quantity's number as people read it: grouped, without trailing zeros. */
export function showDecimal(value: string | number): string {
  return groupDigits(trimZeros(String(value)));
}

/** A share of 0..1 as a percentage with at most one decimal. */
export function showShare(share: number, lang: Lang): string {
  return new Intl.NumberFormat(lang === "en" ? "en" : "zh-CN", { style: "percent", maximumFractionDigits: 1 }).format(share);
}

/** Bytes in words: `1.4 MB`. */
export function showBytes(size: number): string {
  const units = ["B", "KB", "MB", "GB"];
  let step = 0;
  let left = size;
  while (left >= 1024 && step < units.length - 1) {
    left /= 1024;
    step += 1;
  }
  return `${left < 10 && step ? left.toFixed(1) : Math.round(left)} ${units[step]}`;
}
