import type { Answer, EditRow, Flags, Snapshot, Values, View } from "./engine.ts";
import { settled } from "./number.ts";
import { pathOf, placeOf } from "./path.ts";
import type { ReadyField } from "./preset.ts";
import { isBlank } from "./scalar.ts";

/** What is sent, and which rows (by their `_k`) stand at which place in it. */
export type Sent = { fields: Values; rows: Answer["rows"] };

const digits = (raw: unknown): string => settled(String(raw ?? "")) ?? String(raw ?? "");

/** One value as the API takes it; `null` for blank. */
export function sentValue(field: ReadyField, value: unknown, uom = ""): unknown {
  if (isBlank(value)) return null;
  const given = (typeof value === "object" ? value : {}) as Record<string, unknown>;
  switch (field.type) {
    case "number":
      return digits(value);
    case "money":
      return { value: digits(given.value ?? value), currency: given.currency || field.currency || "CNY" };
    case "quantity":
      return { value: digits(given.value ?? value), uom: given.uom || uom || null };
    case "catch_weight": {
      const amount = isBlank(given.value) ? null : digits(given.value);
      return { pieces: isBlank(given.pieces) ? null : digits(given.pieces), value: amount, uom: given.uom || uom || null };
    }
    case "link":
    case "location":
    case "person":
    case "department":
      return given.id ?? value;
    case "lot":
      return given.code ?? value;
    case "image":
    case "file":
    case "signature":
      return (Array.isArray(value) ? value : [value]).map((file) => (file as { id?: string }).id ?? file);
    case "code_range":
      return { from: given.from ?? "", to: given.to ?? "" };
    case "text":
      return String(value).trim() || null;
  }
  return value;
}

function isSent(flags: Flags | undefined): boolean {
  return flags !== undefined && !flags.readonly && !flags.hidden;
}

function sentRows(list: ReadyField, rows: EditRow[], views: View[]): { values: Values[]; keys: string[] } {
  const fields = list.fields ?? [];
  const kept = rows.map((row, at) => ({ row, view: views[at] })).filter(({ view }) => view?.filled);
  const values = kept.map(({ row, view }) => {
    const out: Values = row.id ? { id: row.id } : {};
    for (const field of fields) {
      const flags = view?.flags[field.key];
      if (!isSent(flags)) continue;
      const shown = view?.values[field.key];
      if (!isBlank(shown)) out[field.key] = sentValue(field, shown, flags?.uom);
      else if (Object.hasOwn(row, field.key)) out[field.key] = null;
    }
    return out;
  });
  return { values, keys: kept.map(({ row }) => row._k) };
}

/** A row list of `given` or of the record, every row with its `_k`. */
export function rowsOf(list: string, given: Values, old: Values | null): EditRow[] {
  return ((given[list] ?? old?.[list] ?? []) as Values[]).map((row, at) => ({ ...row, _k: String(row._k ?? row.id ?? at) }));
}

/**
 * What to send of a record: what is shown and may be filled. What is not shown is not sent; what was emptied is sent
 * as null. Of a record that is amended (`old`), only what changed; a changed list whole.
 */
export function payloadOf(fields: ReadyField[], given: Values, old: Values | null, shot: Snapshot): Sent {
  const sent: Sent = { fields: {}, rows: {} };
  for (const field of fields) {
    const flags = shot.top.flags[field.key];
    const touched = Object.hasOwn(given, field.key);
    if (field.type === "list") {
      if (!isSent(flags) || (old !== null && !touched)) continue;
      const rows = sentRows(field, rowsOf(field.key, given, old), shot.lists[field.key] ?? []);
      if (rows.values.length || old !== null) sent.fields[field.key] = rows.values;
      sent.rows[field.key] = rows.keys;
      continue;
    }
    if (!isSent(flags) || (old !== null && !touched)) continue;
    const value = sentValue(field, shot.top.values[field.key], flags?.uom);
    if (old !== null && JSON.stringify(value) === JSON.stringify(sentValue(field, old[field.key]))) continue;
    if (value !== null || touched) sent.fields[field.key] = value;
  }
  return sent;
}

/** A path of what was sent as a path of what is shown, where empty rows were left out. */
export function shownPath(path: string, rows: Answer["rows"], shown: Record<string, string[]>): string {
  const place = placeOf(path);
  if (place.row === undefined) return pathOf(place);
  const key = rows[place.field]?.[place.row];
  const at = key === undefined ? -1 : (shown[place.field]?.indexOf(key) ?? -1);
  return pathOf({ ...place, row: at < 0 ? place.row : at });
}

const EVIDENCE = new Set(["image", "file", "signature", "scan", "code_range", "serial"]);

/** What another record like this one begins with: everything but evidence, numbers of its own and moments. */
export function anotherLike(fields: ReadyField[], given: Values): Values {
  const kept: Values = {};
  for (const field of fields) {
    if (!(field.key in given) || EVIDENCE.has(field.type) || field.unique || field.type === "datetime") continue;
    if (field.type === "lot" && field.new) continue;
    if (field.type !== "list") kept[field.key] = given[field.key];
    else {
      kept[field.key] = (given[field.key] as EditRow[] | null)?.map((row, at) => {
        const { id: _, ...rest } = row;
        return { ...anotherLike(field.fields ?? [], rest), _k: `like-${at}-${row._k}` };
      });
    }
  }
  return kept;
}
