import { dec, type Dec } from "../../expr/decimal.ts";

/** How many digits an application identifier has, by its first two; two where nothing is said. */
const LENGTHS: Record<string, number> = { 23: 3, 24: 3, 25: 3, 40: 3, 41: 3, 42: 3, 71: 3, 31: 4, 32: 4, 33: 4, 34: 4, 35: 4, 36: 4, 39: 4, 43: 4, 70: 4, 72: 4, 80: 4, 81: 4, 82: 4 };
/** Identifiers whose content has one length, by their first two digits (GS1 General Specifications 7.8.5): no separator follows. */
const FIXED: Record<string, number> = { "00": 18, "01": 14, "02": 14, "03": 14, "04": 16, 11: 6, 12: 6, 13: 6, 14: 6, 15: 6, 16: 6, 17: 6, 18: 6, 19: 6, 20: 2, 31: 6, 32: 6, 33: 6, 34: 6, 35: 6, 36: 6, 41: 13 };
const DATES = new Set(["11", "12", "13", "15", "16", "17", "7006"]);
const COUNTS = new Set(["20", "30", "37"]);
const SEPARATOR = "\u001d";

function bracketed(text: string): Map<string, string> | null {
  const found = [...text.matchAll(/\((\d{2,4})\)([^(]*)/g)];
  return found.length && found.map((one) => one[0]).join("") === text ? new Map(found.map(([, ai = "", value = ""]) => [ai, value])) : null;
}

function scannedElements(text: string): Map<string, string> | null {
  const found = new Map<string, string>();
  let rest = text.replace(/^\][A-Za-z]\d/, "");
  while (rest.startsWith(SEPARATOR)) rest = rest.slice(1);
  while (rest) {
    const ai = rest.slice(0, LENGTHS[rest.slice(0, 2)] ?? 2);
    const body = rest.slice(ai.length);
    const end = body.indexOf(SEPARATOR);
    const length = FIXED[ai.slice(0, 2)] ?? (end < 0 ? body.length : end);
    if (!/^\d+$/.test(ai) || !length || body.length < length) return null;
    found.set(ai, body.slice(0, length));
    rest = body.slice(length);
    while (rest.startsWith(SEPARATOR)) rest = rest.slice(1);
  }
  return found;
}

function linked(text: string): Map<string, string> | null {
  try {
    const at = new URL(text);
    const parts = at.pathname.split("/").filter(Boolean).map(decodeURIComponent);
    const start = parts.findIndex((part, index) => /^(00|01|414|8006|253|255)$/.test(part) && index + 1 < parts.length);
    if (start < 0) return null;
    const pairs = [...parts.slice(start)].reduce<[string, string][]>((all, part, index, list) => (index % 2 ? all : [...all, [part, list[index + 1] ?? ""]]), []);
    for (const [key, value] of at.searchParams) if (/^\d{2,4}$/.test(key)) pairs.push([key, value]);
    return new Map(pairs.map(([key, value]) => [key, key === "01" ? value.padStart(14, "0") : value]));
  } catch {
    return null;
  }
}

/** What a GS1 code says, by application identifier; `null` where a text does not claim to be one. The server judges it. */
export function elementsOf(text: string): Map<string, string> | null {
  if (/^https?:\/\//i.test(text)) return linked(text);
  if (text.startsWith("(")) return bracketed(text);
  return /^\](C1|d2|Q3|e0)/.test(text) || text.includes(SEPARATOR) ? scannedElements(text) : null;
}

const meant = (pattern: string, key: string): boolean => pattern.length === key.length && [...pattern].every((sign, at) => sign === "n" || sign === key[at]);

function dayOf(text: string, now: Date): string | null {
  const [yy, month, day] = [text.slice(0, 2), text.slice(2, 4), text.slice(4, 6)].map(Number) as [number, number, number];
  let year = yy + now.getFullYear() - (now.getFullYear() % 100);
  if (year - now.getFullYear() <= -50) year += 100;
  else if (year - now.getFullYear() >= 51) year -= 100;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (!(month >= 1 && month <= 12) || day > last) return null;
  return `${year}-${String(month).padStart(2, "0")}-${String(day || last).padStart(2, "0")}`;
}

function numberIn(key: string, text: string): Dec | null {
  const decimals = /^(?:3[1-6]|39)\d(\d)$/.exec(key)?.[1];
  if (!/^\d+$/.test(text) || (decimals === undefined && !COUNTS.has(key))) return null;
  const places = Number(decimals ?? 0);
  const padded = text.padStart(places + 1, "0");
  return dec(places ? `${padded.slice(0, -places)}.${padded.slice(-places)}` : padded);
}

/**
 * What a scanned code says under an identifier (`310n`: any digit), as a field takes it: a day, a number, a text.
 * `null` where it says nothing of that kind.
 */
export function elementOf(text: string, ai: string, kind: "date" | "number" | "text", now: Date): string | Dec | null {
  const found = [...(elementsOf(text) ?? [])].find(([key]) => meant(ai, key));
  if (!found) return null;
  const [key, value] = found;
  if (kind === "date") return DATES.has(key) ? dayOf(value, now) : null;
  return kind === "number" ? numberIn(key, value) : value;
}
