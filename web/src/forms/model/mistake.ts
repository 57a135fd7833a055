import { currentLang } from "../../kit/index.ts";
import { optionText } from "../fields/cellText.ts";
import type { Flags, Snapshot, Values, View } from "./engine.ts";
import { numberMistake } from "./number.ts";
import { pathOf } from "./path.ts";
import type { ReadyField } from "./preset.ts";
import { isBlank } from "./scalar.ts";
import { treeEnds } from "./tree.ts";

/** Says a mistake in words: the key of `texts`, and its values. */
export type Say = (key: string, values?: Record<string, unknown>) => string;

const LEEWAY_MS = 5 * 60_000;
const SHORT = 200;
const LONG = 10_000;
const RICH = 20_000;

function textMistake(field: ReadyField, value: unknown, say: Say): string | null {
  const most = Number(field.max ?? (field.long ? LONG : SHORT));
  return [...String(value).trim()].length > most ? say("too_long", { most }) : null;
}

function amountMistake(field: ReadyField, digits: unknown, say: Say): string | null {
  const wrong = numberMistake(digits, { decimals: field.decimals, min: field.min, max: field.max });
  return wrong && say(wrong.code, wrong);
}

function timeMistake(field: ReadyField, value: string, say: Say): string | null {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(value)) return say("bad_time");
  if (field.min && value < String(field.min)) return say("too_small", { limit: field.min });
  return field.max && value > String(field.max) ? say("too_large", { limit: field.max }) : null;
}

function whenMistake(field: ReadyField, value: unknown, now: Date, say: Say): string | null {
  const dated = field.type === "date";
  const text = String(value);
  const at = new Date(dated ? `${text}T00:00:00` : text);
  if (Number.isNaN(at.getTime())) return say("bad_date");
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const [earliest, latest] = dated ? [today.getTime(), today.getTime()] : [now.getTime() - LEEWAY_MS, now.getTime() + LEEWAY_MS];
  if (field.not_future && at.getTime() > latest) return say("in_future");
  return field.not_past && at.getTime() < earliest ? say("in_past") : null;
}

/** What the browser can tell is wrong with a value that was given, `null` when nothing. */
export function valueMistake(field: ReadyField, value: unknown, now: Date, say: Say): string | null {
  const given = (typeof value === "object" && value !== null ? value : {}) as Values;
  switch (field.type) {
    case "choice":
      return field.options?.some((option) => option.key === value) ? null : say("not_offered", { given: value });
    case "tree":
      return treeEnds(field).some((end) => end.path === value) ? null : say("not_offered", { given: value });
    case "time":
      return timeMistake(field, String(value), say);
    case "rich_text":
      return String(value).length > Number(field.max ?? RICH) ? say("too_long", { most: Number(field.max ?? RICH) }) : null;
    case "catch_weight": {
      const counted = isBlank(given.pieces) ? null : numberMistake(given.pieces, { decimals: 3, min: 0 });
      if (counted) return say(counted.code, counted);
      if (!isBlank(given.value)) return amountMistake(field, given.value, say);
      return field.of ? null : say("weight_needed");
    }
    case "money": {
      const allowed = [...((field.currencies as string[] | undefined) ?? []), field.currency ?? "CNY"];
      if (given.currency && !allowed.includes(given.currency)) return say("not_offered", { given: given.currency });
      return amountMistake(field, given.value ?? value, say);
    }
    case "number":
    case "quantity":
      return amountMistake(field, typeof value === "object" ? given.value : value, say);
    case "text":
      return textMistake(field, value, say);
    case "date":
    case "datetime":
      return whenMistake(field, value, now, say);
    case "code_range":
      return given.from && given.to ? null : say("bad_range");
    case "link":
    case "location":
    case "person":
    case "department":
      return given.id ? null : say("found_none", { text: given.title });
  }
  return null;
}

function oneMistake(field: ReadyField, flags: Flags | undefined, value: unknown, label: string, now: Date, say: Say): string | null {
  if (!flags || flags.hidden || flags.readonly) return null;
  if (isBlank(value)) return flags.required && !flags.pending ? say("needed", { label }) : null;
  const gone = flags.offered && [value].flat().find((key) => !flags.offered?.includes(String(key)));
  if (gone) return say("not_offered_now", { given: optionText(field, String(gone), currentLang()) });
  return valueMistake(field, value, now, say);
}

type Named = (field: ReadyField) => string;
type Messages = Record<string, string>;

/** Mistakes of rows that did not change since they were last looked at. */
export type Looked = WeakMap<View, Messages>;

function mistakesIn(list: ReadyField, view: View, named: Named, now: Date, say: Say): Messages {
  const found: Messages = {};
  if (!view.filled) return found;
  for (const field of list.fields ?? []) {
    const wrong = oneMistake(field, view.flags[field.key], view.values[field.key], named(field), now, say);
    if (wrong) found[field.key] = wrong;
  }
  return found;
}

function rowMistakes(list: ReadyField, views: View[], looked: Looked, named: Named, now: Date, say: Say): Messages {
  const found: Messages = {};
  for (const [row, view] of views.entries()) {
    const wrong = looked.get(view) ?? mistakesIn(list, view, named, now, say);
    looked.set(view, wrong);
    for (const [cell, message] of Object.entries(wrong)) found[pathOf({ field: list.key, row, cell })] = message;
  }
  return found;
}

/** Everything the browser can tell is wrong, by path. Rows without anything in them do not count. */
export function mistakesOf(fields: ReadyField[], shot: Snapshot, named: Named, now: Date, say: Say, looked: Looked = new WeakMap()): Messages {
  const found: Messages = {};
  for (const field of fields) {
    const flags = shot.top.flags[field.key];
    if (field.type !== "list") {
      const wrong = oneMistake(field, flags, shot.top.values[field.key], named(field), now, say);
      if (wrong) found[field.key] = wrong;
      continue;
    }
    if (!flags || flags.hidden || flags.readonly) continue;
    const views = shot.lists[field.key] ?? [];
    const filled = views.filter((view) => view.filled).length;
    const least = Math.max(Number(field.min ?? 0), flags.required ? 1 : 0);
    if (filled < least) found[field.key] = say("needed_rows", { least });
    else if (filled > Number(field.max ?? 1000)) found[field.key] = say("too_many_rows", { most: Number(field.max ?? 1000) });
    Object.assign(found, rowMistakes(field, views, looked, named, now, say));
  }
  return found;
}
