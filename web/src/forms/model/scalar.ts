import { Dec, Day, dec, Instant, parseDay, parseInstant, type Row, type Value, Zone } from "../../expr/index.ts";
import { divide, int, multiply, rounded, toFixed } from "../../expr/decimal.ts";
import { numberOf } from "./number.ts";
import { LOT, targetOf } from "./linked.ts";
import { isMeasure, type ReadyField } from "./preset.ts";
import { factorBetween } from "./uom.ts";

const GREENWICH = new Zone(0);

/** Gives a link's scalar by form and id. */
export type Links = { scalar: (form: string, id: string, title?: string) => Row };

/** Cannot be told in the browser: the server will. */
export const UNKNOWN: Row = Object.freeze({ id: "\0unknown" });

const keys = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {});

/** Whether nothing was given. */
export function isBlank(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== "object") return false;
  const given = value as Record<string, unknown>;
  if ("from" in given || "to" in given) return !given.from && !given.to;
  if ("value" in given || "pieces" in given) return isBlank(given.value) && isBlank(given.pieces);
  return "code" in given ? isBlank(given.code) && isBlank(given.id) : false;
}

/** A quantity in the uom that expressions count in; `UNKNOWN` where only the server can convert it. */
function amountOf(value: unknown, reference: string): Value {
  const given = keys(value);
  if (!isBlank(given.pieces) && isBlank(given.value)) return UNKNOWN;
  const amount = numberOf(typeof value === "object" ? given.value : value);
  const uom = String(given.uom ?? "");
  if (amount === null || !uom || uom === reference) return amount;
  const factor = factorBetween(uom, reference);
  if (!factor) return UNKNOWN;
  const times = multiply(amount, factor[0]);
  const made = times && divide(times, factor[1]);
  return made && rounded(made, 6);
}

/** A value of the API or of a widget as expressions see it. `reference`: the uom a quantity is counted in. */
export function scalarOf(field: ReadyField, value: unknown, links: Links, reference = ""): Value {
  if (isBlank(value)) return field.type === "multi" || field.type === "list" ? [] : null;
  switch (field.type) {
    case "number":
      return numberOf(value);
    case "money":
      return numberOf(typeof value === "object" ? keys(value).value : value);
    case "quantity":
    case "catch_weight":
      return amountOf(value, reference);
    case "date":
      return parseDay(String(value));
    case "datetime":
      return parseInstant(String(value), GREENWICH);
    case "bool":
      return typeof value === "boolean" ? value : null;
    case "multi":
      return (value as string[]).slice();
    case "image":
    case "file":
    case "signature":
      return int(Array.isArray(value) ? value.length : 1);
    case "code_range":
      return numberOf(keys(value).count);
    case "expression":
    case "lookup":
      return resultOf(field, value, links);
    case "list":
      return (value as Record<string, unknown>[]).map((row) => rowOf(field, row, links));
  }
  const target = targetOf(field);
  return target ? linkOf(target, value, links) : String(value);
}

/** What of a scanned code a field takes: a day, a number, else the text itself. */
export function scanKind(field: ReadyField): "date" | "number" | "text" {
  if (field.type === "date") return "date";
  return field.type === "number" || field.type === "money" || isMeasure(field) ? "number" : "text";
}

function rowOf(list: ReadyField, row: Record<string, unknown>, links: Links): Row {
  return Object.fromEntries((list.fields ?? []).map((field) => [field.key, scalarOf(field, row[field.key], links)]));
}

function linkOf(target: string, value: unknown, links: Links): Value {
  const given = keys(value);
  const id = typeof value === "string" ? value : String((target === LOT ? given.code : given.id) ?? "");
  return id ? links.scalar(target, id, String(given.title ?? "")) : null;
}

function resultOf(field: ReadyField, value: unknown, links: Links): Value {
  const result = field.result ?? (field.type === "expression" ? "number" : "");
  if (result === "link" || (typeof value === "object" && !result)) return linkOf(targetOf(field) || String(field.to ?? ""), value, links);
  if (result === "number") return dec(String(value));
  if (result === "date") return parseDay(String(value));
  if (result === "datetime") return parseInstant(String(value), GREENWICH);
  return typeof value === "boolean" ? value : String(value);
}

export type Self = { id: string; name: string } | null;

/** What an expression gave as a value of `field`, as widgets show it. `self`: the person at the screen. */
export function wireOf(field: ReadyField, value: Value, self: Self, uom = ""): unknown {
  if (value === null || value === "") return null;
  if (value instanceof Dec) return numberWire(field, value, uom);
  if (value instanceof Day) return value.toJSON();
  if (value instanceof Instant) return value.toJSON();
  if (Array.isArray(value)) return value.map((item) => wireOf(field, item, self));
  if (typeof value === "object") return linkWire(field, value as Row);
  if (field.type === "person" && typeof value === "string") return { id: value, title: self?.id === value ? self.name : "" };
  return value;
}

function numberWire(field: ReadyField, value: Dec, uom: string): unknown {
  const places = field.decimals ?? 6;
  const shown = rounded(value, places);
  const text = shown === null ? null : toFixed(shown, isMeasure(field) ? Math.min(places, Math.max(0, -shown.e)) : places);
  if (isMeasure(field)) return text === null ? null : { value: text, uom };
  return field.type === "money" ? { value: text, currency: String(field.currency ?? "CNY") } : text;
}

function linkWire(field: ReadyField, value: Row): unknown {
  const id = String(value.id ?? "");
  if (targetOf(field) === LOT) return { id, code: String(value.code ?? id) };
  return { id, title: String(value.title ?? "") };
}
