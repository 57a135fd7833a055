import type { FieldDef } from "../../api/index.ts";
import { type Dec, compare, dec } from "../../expr/decimal.ts";

const FULL_WIDTH: Record<string, string> = { "，": ",", "。": ".", "．": ".", "－": "-", "−": "-", "＋": "+", "、": "," };

/** What a person typed as the digits of a decimal, or `null` when it is no number. Grouping and full-width forms are taken. */
export function settled(raw: string): string | null {
  const plain = [...raw.trim()]
    .map((char) => FULL_WIDTH[char] ?? (char >= "０" && char <= "９" ? String.fromCharCode(char.charCodeAt(0) - 0xfee0) : char))
    .join("")
    .replace(/[\s\u00a0\u202f']/g, "");
  const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain) ? plain.replaceAll(",", "") : plain;
  const found = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(grouped);
  if (!found || !(found[2] || found[3])) return null;
  const whole = (found[2] ?? "").replace(/^0+(?=\d)/, "") || "0";
  const sign = found[1] === "-" ? "-" : "";
  return sign + whole + (found[3] ? `.${found[3]}` : "");
}

/** The number of what was typed, `null` when there is none. */
export function numberOf(raw: unknown): Dec | null {
  const text = raw === null || raw === undefined ? null : settled(String(raw));
  return text === null ? null : dec(text);
}

/** Decimals that count: `12.500` has one. */
export function decimalsOf(text: string): number {
  return (text.split(".")[1] ?? "").replace(/0+$/, "").length;
}

export type NumberMistake = { code: "want_number" } | { code: "too_precise"; most: number } | { code: "too_small" | "too_large"; limit: string };

export type NumberLimits = { decimals?: number; min?: string | number | null; max?: string | number | null };

/** What is wrong with a typed number, `null` when it is right. */
export function numberMistake(raw: unknown, limits: NumberLimits): NumberMistake | null {
  const text = settled(String(raw));
  const value = text === null ? null : dec(text);
  if (text === null || value === null) return { code: "want_number" };
  if (limits.decimals !== undefined && decimalsOf(text) > limits.decimals) return { code: "too_precise", most: limits.decimals };
  const beyond = (limit: string | number | null | undefined, side: number): string | null => {
    const bound = limit === null || limit === undefined ? null : dec(String(limit));
    return bound !== null && compare(value, bound) * side > 0 ? String(limit) : null;
  };
  const low = beyond(limits.min, -1);
  if (low !== null) return { code: "too_small", limit: low };
  const high = beyond(limits.max, 1);
  return high === null ? null : { code: "too_large", limit: high };
}

/** Whether a number is below or above the normal range its field names; it may be so and is shown red. */
export function limitsBroken(field: FieldDef, value: unknown): "low" | "high" | null {
  const text = value === null || value === undefined || typeof value === "object" ? null : settled(String(value));
  const number = text === null ? null : dec(text);
  const bound = (limit: unknown): Dec | null => (limit === null || limit === undefined || limit === "" ? null : dec(String(limit)));
  const [low, high] = [bound(field.low), bound(field.high)];
  if (number === null) return null;
  if (low !== null && compare(number, low) < 0) return "low";
  return high !== null && compare(number, high) > 0 ? "high" : null;
}
