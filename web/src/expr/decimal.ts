/** Exact decimals on BigInt: 34 significant digits, half up; past 10^100 blank (`null`), as the server computes. */

export class Dec {
  /** `c * 10^e` */
  constructor(
    readonly c: bigint,
    readonly e: number,
  ) {}

  /** The digits without exponent or idle zeros. */
  toString(): string {
    return plain(this);
  }

  toJSON(): string {
    return plain(this);
  }
}

export type Mode = "half" | "up" | "down" | "floor";

const PRECISION = 34;
const HIGHEST = 99;
const LOWEST = -132;
export const ZERO = new Dec(0n, 0);

function abs(n: bigint): bigint {
  return n < 0n ? -n : n;
}

function digits(n: bigint): number {
  return n === 0n ? 1 : abs(n).toString().length;
}

export function ten(n: number): bigint {
  return 10n ** BigInt(n);
}

/** `n / 10^drop` rounded. */
function dropped(n: bigint, drop: number, mode: Mode): bigint {
  const unit = ten(drop);
  const whole = n / unit;
  const rest = abs(n % unit);
  if (rest === 0n) return whole;
  const away = n < 0n ? -1n : 1n;
  if (mode === "half") return rest * 2n >= unit ? whole + away : whole;
  if (mode === "up") return whole + away;
  return mode === "floor" && n < 0n ? whole - 1n : whole;
}

/** Rounded to what is kept; `null` when it is too large. */
export function fixed(c: bigint, e: number): Dec | null {
  if (c === 0n) return new Dec(0n, Math.max(Math.min(e, HIGHEST), LOWEST));
  const drop = Math.max(digits(c) - PRECISION, LOWEST - e);
  if (drop > 0) {
    c = drop > digits(c) ? 0n : dropped(c, drop, "half");
    e += drop;
    if (digits(c) > PRECISION) {
      c /= 10n;
      e += 1;
    }
  }
  return c !== 0n && digits(c) + e - 1 > HIGHEST ? null : new Dec(c, e);
}

/** A number from its digits, or `null` when the text is none. */
export function dec(text: string | number): Dec | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(String(text).trim());
  if (!match || !(match[2] || match[3])) return null;
  const rest = match[3] ?? "";
  const value = BigInt((match[2] ?? "") + rest);
  return new Dec(match[1] === "-" ? -value : value, Number(match[4] ?? 0) - rest.length);
}

export function int(n: number): Dec {
  return new Dec(BigInt(n), 0);
}

function level(a: Dec, b: Dec): [bigint, bigint, number] {
  const e = Math.min(a.e, b.e);
  return [a.c * ten(a.e - e), b.c * ten(b.e - e), e];
}

export function add(a: Dec, b: Dec): Dec | null {
  const [x, y, e] = level(a, b);
  return fixed(x + y, e);
}

export function negative(a: Dec): Dec | null {
  return fixed(-a.c, a.e);
}

export function subtract(a: Dec, b: Dec): Dec | null {
  return add(a, new Dec(-b.c, b.e));
}

export function multiply(a: Dec, b: Dec): Dec | null {
  return fixed(a.c * b.c, a.e + b.e);
}

export function divide(a: Dec, b: Dec): Dec | null {
  if (b.c === 0n) return null;
  const more = Math.max(PRECISION + 3 + digits(b.c) - digits(a.c), 0);
  const top = a.c * ten(more);
  const quotient = top / b.c;
  // One sticky digit keeps halves apart from what is just above them.
  const sticky = top % b.c === 0n ? 0n : top < 0n === b.c < 0n ? 1n : -1n;
  return fixed(quotient * 10n + sticky, a.e - b.e - more - 1);
}

export function compare(a: Dec, b: Dec): number {
  const [x, y] = level(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** At most `places` decimals. */
export function rounded(value: Dec, places: number, mode: Mode = "half"): Dec | null {
  const kept = fixed(value.c, value.e);
  if (kept === null) return null;
  const wanted = -Math.max(Math.min(places, 132), -99);
  if (kept.e >= wanted) return kept;
  const drop = wanted - kept.e;
  const made = new Dec(dropped(kept.c, drop, mode), wanted);
  return made.c !== 0n && digits(made.c) + wanted - 1 > HIGHEST ? kept : made;
}

/** What is left after whole `b`s, with the sign of `b`. */
export function mod(a: Dec, b: Dec): Dec | null {
  if (b.c === 0n) return null;
  const [x, y, e] = level(a, b);
  if (digits(x / y) > PRECISION) return null;
  const rest = x % y;
  return fixed(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest, e);
}

/** The whole part, held within plus or minus `limit`. */
export function small(value: Dec, limit = 10_000_000): number {
  if (value.e < -200) return 0;
  if (value.c !== 0n && digits(value.c) + value.e > 20) return value.c < 0n ? -limit : limit;
  const whole = Number(value.e >= 0 ? value.c * ten(value.e) : value.c / ten(-value.e));
  return Math.max(Math.min(whole, limit), -limit);
}

/** Exactly `places` decimals, as text. */
export function toFixed(value: Dec, places: number): string {
  const c = value.e > -places ? value.c * ten(value.e + places) : value.c / ten(-places - value.e);
  const text = abs(c).toString().padStart(places + 1, "0");
  const sign = c < 0n ? "-" : "";
  return places ? `${sign}${text.slice(0, -places)}.${text.slice(-places)}` : sign + text;
}

export function plain(value: Dec): string {
  const kept = fixed(value.c, value.e);
  if (kept === null) return "";
  const text = toFixed(kept, Math.max(-kept.e, 0));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
