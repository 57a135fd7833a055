import type { Lang } from "./i18n.ts";

const pad = (n: number): string => String(n).padStart(2, "0");

/** An instant in the reader's own time zone: `2026-11-22 14:30`. */
export function showInstant(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** With seconds, for evidence. */
export function showExact(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : `${showInstant(text)}:${pad(at.getSeconds())}`;
}

/** `3 minutes ago` within a week, else the day. */
export function showAgo(text: string, lang: Lang, now: Date = new Date()): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const words = new Intl.RelativeTimeFormat(lang === "en" ? "en" : "zh-CN", { numeric: "auto" });
  const age = Math.abs(seconds);
  if (age < 45) return words.format(0, "second");
  if (age < 3600) return words.format(Math.round(seconds / 60), "minute");
  if (age < 86400) return words.format(Math.round(seconds / 3600), "hour");
  if (age < 7 * 86400) return words.format(Math.round(seconds / 86400), "day");
  return showInstant(text).slice(0, 10);
}
