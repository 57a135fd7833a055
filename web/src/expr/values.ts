/** The API's JSON to values and back, by type. */
import { Dec, dec, plain } from "./decimal.ts";
import type { Type } from "./check.ts";
import { type Env, type Row, type Value, isRow } from "./functions.ts";
import { wrong } from "./node.ts";
import { Day, Instant, Zone, parseDay, parseInstant } from "./time.ts";

const GREENWICH = new Zone(0);

/** A value of the API's JSON, given its type; `null` for what is absent or cannot be read as that type. */
export function fromJson(json: unknown, type: Type): Value {
  if (json === null || json === undefined || json === "") return type.kind === "list" ? [] : null;
  switch (type.kind) {
    case "number":
      return typeof json === "object" ? fromJson((json as { value?: unknown }).value, type) : dec(String(json));
    case "date":
      return parseDay(String(json));
    case "datetime":
      return parseInstant(String(json), GREENWICH);
    case "bool":
      return typeof json === "boolean" ? json : null;
    case "list":
      return Array.isArray(json) ? json.map((item) => fromJson(item, type.of ?? { kind: "text" })) : [];
    case "link":
      return isRow(json as Value) ? (json as Row) : { id: String(json) };
  }
  return typeof json === "string" ? json : String(json);
}

/** A value as the API's JSON. */
export function toJson(value: Value): unknown {
  if (value instanceof Dec) return plain(value);
  return Array.isArray(value) ? value.map(toJson) : value instanceof Day || value instanceof Instant ? value.toJSON() : value;
}

/** The environment of a moment: `now` RFC 3339, `zone` an IANA name or minutes east of Greenwich. */
export function envAt(now: string, zone: string | number, user: string | null = null, windows: Env["windows"] = {}): Env {
  const at = parseInstant(now, GREENWICH);
  if (!at) throw wrong("wrong_value");
  const clock = new Zone(zone);
  return { now: at, today: clock.local(at).day, zone: clock, user, windows };
}
