/** Calendar days and instants, exact to the microsecond, in the plant's zone. */

/** A calendar date: days since 0001-01-01. */
export class Day {
  constructor(readonly n: number) {}
  toString(): string {
    const [y, m, d] = civil(this.n);
    return `${pad(y, 4)}-${pad(m)}-${pad(d)}`;
  }
  toJSON(): string {
    return this.toString();
  }
}

/** A moment: microseconds since 1970-01-01T00:00Z. */
export class Instant {
  constructor(readonly us: bigint) {}
  toJSON(): string {
    const t = clock(this.us);
    const rest = Number(((this.us % 1_000_000n) + 1_000_000n) % 1_000_000n);
    return `${t.day}T${pad(t.hour)}:${pad(t.minute)}:${pad(t.second)}${rest ? "." + pad(rest, 6) : ""}Z`;
  }
}

export interface Clock {
  day: Day;
  hour: number;
  minute: number;
  second: number;
}

export const LAST_DAY = 3_652_058;
const EPOCH = 719_162;
const DAY_US = 86_400_000_000n;
const FIRST_US = -BigInt(EPOCH) * DAY_US;
const END_US = BigInt(LAST_DAY + 1 - EPOCH) * DAY_US;

export function pad(n: number, width = 2): string {
  return String(n).padStart(width, "0");
}

function leap(y: number): boolean {
  return y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0);
}

export function monthDays(y: number, m: number): number {
  return m === 2 ? (leap(y) ? 29 : 28) : [4, 6, 9, 11].includes(m) ? 30 : 31;
}

/** The day of a civil date, or `null` when there is none. */
export function day(y: number, m: number, d: number): Day | null {
  if (y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > monthDays(y, m)) return null;
  const a = y - 1;
  let n = a * 365 + Math.floor(a / 4) - Math.floor(a / 100) + Math.floor(a / 400);
  for (let i = 1; i < m; i++) n += monthDays(y, i);
  return new Day(n + d - 1);
}

export function civil(n: number): [number, number, number] {
  let y = Math.floor(n / 365.2425) + 1;
  while (y > 1 && day(y, 1, 1)!.n > n) y--;
  while (y < 9999 && day(y + 1, 1, 1)!.n <= n) y++;
  let rest = n - day(y, 1, 1)!.n;
  let m = 1;
  while (rest >= monthDays(y, m)) rest -= monthDays(y, m++);
  return [y, m, rest + 1];
}

export function parseDay(text: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match && day(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** 1 Monday to 7 Sunday. */
export function weekday(d: Day): number {
  return (d.n % 7) + 1;
}

export function shiftDay(d: Day, by: number): Day | null {
  const n = d.n + by;
  return n >= 0 && n <= LAST_DAY ? new Day(n) : null;
}

/** That many months on, on the last day where the month is shorter. */
export function shiftMonths(d: Day, months: number): Day | null {
  const [y, m, at] = civil(d.n);
  const total = y * 12 + m - 1 + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  return year < 1 || year > 9999 ? null : day(year, month, Math.min(at, monthDays(year, month)));
}

/** The instant of an RFC 3339 text; without offset it is `zone`'s. */
export function parseInstant(text: string, zone: Zone): Instant | null {
  const match =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|([+-])(\d{2}):(\d{2}))?$/.exec(text);
  const date = match && parseDay(match[1]!);
  if (!match || !date) return null;
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || Number(match[8] ?? 0) > 23 || Number(match[9] ?? 0) > 59) return null;
  const seconds = BigInt(hour * 3600 + minute * 60 + second) * 1_000_000n;
  const local = BigInt(date.n - EPOCH) * DAY_US + seconds + BigInt((match[5] ?? "").padEnd(6, "0"));
  if (!match[6]) return new Instant(local - zone.offset(new Instant(local)));
  const offset = (Number(match[8] ?? 0) * 60 + Number(match[9] ?? 0)) * (match[7] === "-" ? -1 : 1);
  return new Instant(local - BigInt(offset) * 60_000_000n);
}

/** An instant `by` microseconds later, `null` outside of the years 1 to 9999. */
export function shiftInstant(at: Instant, by: bigint): Instant | null {
  const us = at.us + by;
  return us >= FIRST_US && us < END_US ? new Instant(us) : null;
}

function clock(us: bigint): Clock {
  let days = us / DAY_US;
  let rest = us % DAY_US;
  if (rest < 0n) {
    rest += DAY_US;
    days -= 1n;
  }
  const second = Number(rest / 1_000_000n);
  const n = Math.max(Math.min(Number(days) + EPOCH, LAST_DAY), 0);
  return { day: new Day(n), hour: Math.floor(second / 3600), minute: Math.floor(second / 60) % 60, second: second % 60 };
}

/** The plant's time zone: an IANA name, or minutes east of Greenwich. */
export class Zone {
  private readonly format: Intl.DateTimeFormat | null;

  constructor(private readonly zone: string | number) {
    this.format =
      typeof zone === "number"
        ? null
        : new Intl.DateTimeFormat("en-US", {
            timeZone: zone,
            hourCycle: "h23",
            year: "numeric",
            month: "numeric",
            day: "numeric",
            hour: "numeric",
            minute: "numeric",
            second: "numeric",
            era: "short",
          });
  }

  /** Microseconds east of Greenwich at an instant. */
  offset(at: Instant): bigint {
    if (this.format === null) return BigInt(this.zone as number) * 60_000_000n;
    const ms = Number(at.us / 1000n);
    const parts = Object.fromEntries(this.format.formatToParts(ms).map((p) => [p.type, p.value]));
    const local = Date.UTC(+parts.year!, +parts.month! - 1, +parts.day!, +parts.hour!, +parts.minute!, +parts.second!);
    return BigInt(Math.round((local - Math.floor(ms / 1000) * 1000) / 1000)) * 1_000_000n;
  }

  local(at: Instant): Clock {
    return clock(at.us + this.offset(at));
  }

  /** The instant at which a day begins. */
  start(d: Day): Instant {
    const midnight = BigInt(d.n - EPOCH) * DAY_US;
    const guess = new Instant(midnight - this.offset(new Instant(midnight)));
    return new Instant(midnight - this.offset(guess));
  }
}
