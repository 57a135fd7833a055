import type { Label } from "../../kit/index.ts";
import type { Choice } from "../../api/index.ts";
import type { ReadyField } from "./preset.ts";
import { treePath } from "./tree.ts";

const pad = (text: string | undefined): string => (text ?? "").padStart(2, "0");

/** A date however it is usually written (`2026/11/22`, `2026年11月22日`, `20261122`, `11-22` of this year) as `2026-11-22`; `null` when it is none. */
export function looseDate(text: string, year = new Date().getFullYear()): string | null {
  const short = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.trim());
  const found = short ? ["", String(year), short[1], short[2]] : /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?$/.exec(text.trim()) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim());
  if (!found) return null;
  const made = `${found[1]}-${pad(found[2])}-${pad(found[3])}`;
  const at = new Date(`${made}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== made ? null : made;
}

/** `2026-11-22 14:30` in this device's zone as an instant. */
export function looseInstant(text: string): string | null {
  if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/i.test(text)) return Number.isNaN(Date.parse(text)) ? null : text;
  const found = /^(.+?)[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim());
  const date = looseDate(found ? (found[1] ?? "") : text);
  return date && withOffset(`${date}T${pad(found?.[2] ?? "0")}:${found?.[3] ?? "00"}:${found?.[4] ?? "00"}`);
}

/** A local `2026-11-22T14:30[:00]` with this device's offset. */
export function withOffset(local: string): string | null {
  const at = new Date(local);
  if (Number.isNaN(at.getTime())) return null;
  const minutes = -at.getTimezoneOffset();
  const ahead = Math.abs(minutes);
  const offset = `${minutes < 0 ? "-" : "+"}${pad(String(Math.floor(ahead / 60)))}:${pad(String(ahead % 60))}`;
  return `${local.length === 16 ? `${local}:00` : local}${offset}`;
}

/** An instant as `2026-11-22T14:30` on this device's clock. */
export function localMinute(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return "";
  const date = `${String(at.getFullYear()).padStart(4, "0")}-${pad(String(at.getMonth() + 1))}-${pad(String(at.getDate()))}`;
  return `${date}T${pad(String(at.getHours()))}:${pad(String(at.getMinutes()))}`;
}

/** A time of day however it is usually written (`8:30`, `8点30分`) as `08:30`; `null` when it is none. */
export function looseTime(text: string): string | null {
  const found = /^(\d{1,2})[:：时点](\d{1,2})?分?(?::\d{2})?$/.exec(text.trim()) ?? /^(\d{2})(\d{2})$/.exec(text.trim());
  if (!found || Number(found[1]) > 23 || Number(found[2] ?? 0) > 59) return null;
  return `${pad(found[1])}:${pad(found[2] ?? "0")}`;
}

const YES = new Set(["是", "yes", "true", "1", "y", "√", "✓", "合格"]);
const NO = new Set(["否", "no", "false", "0", "n", "×", "✗", "不合格"]);

function optionOf(options: Choice[] | undefined, text: string): string | null {
  const matches = (label: Label | null | undefined): boolean => label?.zh === text || label?.en?.toLowerCase() === text.toLowerCase();
  return options?.find((one) => one.key === text || matches(one.label))?.key ?? null;
}

/** What a pasted cell means. `look`: the value is a title or code to look up. `undefined`: it is not understood. */
export type Parsed = { value: unknown } | { look: string } | undefined;

/** A pasted text as a value of `field`. */
export function parseCell(field: ReadyField, text: string): Parsed {
  const bare = text.trim();
  if (bare === "") return { value: null };
  switch (field.type) {
    case "bool": {
      const word = bare.toLowerCase();
      return YES.has(word) ? { value: true } : NO.has(word) ? { value: false } : undefined;
    }
    case "choice": {
      const key = optionOf(field.options, bare);
      return key === null ? undefined : { value: key };
    }
    case "multi": {
      const found = bare.split(/[,，、;；]/).map((part) => optionOf(field.options, part.trim()));
      return found.includes(null) ? undefined : { value: found };
    }
    case "date": {
      const date = looseDate(bare);
      return date === null ? undefined : { value: date };
    }
    case "time": {
      const time = looseTime(bare);
      return time === null ? undefined : { value: time };
    }
    case "tree": {
      const path = treePath(field, bare);
      return path === null ? undefined : { value: path };
    }
    case "catch_weight": {
      const [pieces, weight] = bare.split(/\s*[×*x]\s*/);
      return { value: weight === undefined ? measure(field, bare) : { pieces: pieces ?? "", ...measure(field, weight) } };
    }
    case "datetime": {
      const at = looseInstant(bare);
      return at === null ? undefined : { value: at };
    }
    case "number":
      return { value: bare.replace(field.percent ? /\s*[%％]$/ : /$^/, "") };
    case "quantity":
    case "money":
      return { value: measure(field, bare) };
    case "code_range": {
      const [from, to] = bare.split(/\s*[–~～—]\s*|\s+-\s+/);
      return { value: { from: from ?? "", to: to ?? from ?? "" } };
    }
    case "lot":
      return { value: { code: bare } };
    case "link":
    case "location":
    case "person":
    case "department":
      return { look: bare };
    case "text":
    case "scan":
      return { value: text };
  }
  return undefined;
}

function measure(field: ReadyField, text: string): Record<string, string> {
  const found = /^([^a-zA-Z\u4e00-\u9fff]+)\s*([a-zA-Z0-9\u4e00-\u9fff]*)$/.exec(text);
  const of = field.type === "money" ? "currency" : "uom";
  return { value: (found?.[1] ?? text).trim(), ...(found?.[2] ? { [of]: found[2] } : {}) };
}
