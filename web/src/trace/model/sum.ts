import { add, dec, type Dec } from "../../expr/decimal.ts";

/** The exact sum of decimals in text; null where one is missing. */
export function sum(values: (string | null | undefined)[]): string | null {
  let total: Dec | null = dec("0");
  for (const value of values) {
    const one = value === null || value === undefined ? null : dec(value);
    if (!one || !total) return null;
    total = add(total, one);
  }
  return total ? total.toString() : null;
}

/** A decimal as a float, for lengths on the screen only. */
export function size(value: string | null | undefined): number {
  const found = Number(value ?? 0);
  return Number.isFinite(found) ? found : 0;
}
