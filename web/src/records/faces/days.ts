import dayjs, { type Dayjs } from "dayjs";
import type { FieldDef, RecordData } from "../../api/index.ts";

/** A day as the calendar names it: `2026-12-03`. */
export type Day = string;

/** One record on the calendar, from its first to its last day. */
export type Span = { record: RecordData; from: Day; to: Day; /** `14:30` where the day has a time. */ time: string };

/** A span within one week: from which day to which (0 Monday), on which line, and whether it goes on beyond. */
export type Bar = { span: Span; start: number; end: number; lane: number; before: boolean; after: boolean };

export const MODES = ["month", "week"] as const;
export type Mode = (typeof MODES)[number];

export function dayOf(at: Dayjs): Day {
  return at.format("YYYY-MM-DD");
}

/** The Monday of a day's week. */
export function monday(day: Day): Dayjs {
  const at = dayjs(day);
  return at.subtract((at.day() + 6) % 7, "day");
}

/** The weeks shown: those of the month, or the one. */
export function weeksOf(mode: Mode, day: Day): Day[][] {
  const first = monday(mode === "month" ? dayOf(dayjs(day).startOf("month")) : day);
  const last = mode === "month" ? dayjs(day).endOf("month") : first.add(6, "day");
  const weeks: Day[][] = [];
  for (let start = first; !start.isAfter(last, "day"); start = start.add(7, "day")) {
    weeks.push(Array.from({ length: 7 }, (_, n) => dayOf(start.add(n, "day"))));
  }
  return weeks;
}

/** The day `by` months or weeks away. */
export function moved(mode: Mode, day: Day, by: number): Day {
  return dayOf(dayjs(day).add(by, mode));
}

function constant(day: Day): string {
  const [year, month, date] = day.split("-").map(Number);
  return `DATE(${year}, ${month}, ${date})`;
}

/** The condition for records that touch the days from `from` to `to`. */
export function touching(date: FieldDef, until: FieldDef | undefined, from: Day, to: Day): string {
  const upTo = date.type === "date" ? `${date.key} <= ${constant(to)}` : `${date.key} < DATEADD(${constant(to)}, 1)`;
  const since = `${date.key} >= ${constant(from)}`;
  return until ? `${upTo} AND (${since} OR ${until.key} >= ${constant(from)})` : `${upTo} AND ${since}`;
}

/** The records as spans; those without a day, or with a last day before the first, stand on their first. */
export function spansOf(records: RecordData[], date: FieldDef, until: FieldDef | undefined): Span[] {
  const dayIn = (field: FieldDef, value: unknown): Day => (field.type === "date" ? String(value).slice(0, 10) : dayOf(dayjs(String(value))));
  const spans = records.flatMap((record) => {
    const value = record.fields[date.key];
    if (!value) return [];
    const from = dayIn(date, value);
    const end = until && record.fields[until.key] ? dayIn(until, record.fields[until.key]) : from;
    return [{ record, from, to: end < from ? from : end, time: date.type === "datetime" ? dayjs(String(value)).format("HH:mm") : "" }];
  });
  return spans.sort((a, b) => a.from.localeCompare(b.from) || b.to.localeCompare(a.to) || a.time.localeCompare(b.time));
}

/** The spans of a week laid on lines, each on the first line that is free on all its days. */
export function barsOf(spans: Span[], week: Day[]): Bar[] {
  const [first = "", last = ""] = [week[0], week[6]];
  const taken: number[] = [];
  return spans
    .filter((span) => span.from <= last && span.to >= first)
    .map((span) => {
      const start = span.from < first ? 0 : week.indexOf(span.from);
      const end = span.to > last ? 6 : week.indexOf(span.to);
      const free = taken.findIndex((until) => until < start);
      const lane = free < 0 ? taken.length : free;
      taken[lane] = end;
      return { span, start, end, lane, before: span.from < first, after: span.to > last };
    });
}

/** How many bars of a day stand below line `most`. */
export function hiddenOn(bars: Bar[], column: number, most: number): number {
  return bars.filter((bar) => bar.lane >= most && bar.start <= column && bar.end >= column).length;
}

/** What a new record's date is filled with when a day is clicked. */
export function filledWith(date: FieldDef, day: Day): string {
  return date.type === "date" ? day : dayjs(day).hour(8).format("YYYY-MM-DDTHH:mm:ssZ");
}
