/** A numbering rule as parts, its text, and what the next number will look like. */

export type Part =
  | { kind: "text"; text: string }
  | { kind: "date"; format: string }
  | { kind: "field"; path: string }
  | { kind: "counter"; width: number }
  | { kind: "sscc"; prefix: string };

export const DATE_FORMATS = ["yyMMdd", "yyyyMMdd", "yyMM", "yyyyMM", "yy", "yyyy"] as const;
export const MOST_WIDTH = 12;

const TOKEN = /\{([^{}]*)\}/g;
const DATE = /^(yyyy|yy|MM|dd)+$/;

function partOf(token: string): Part | null {
  if (/^#{1,12}$/.test(token)) return { kind: "counter", width: token.length };
  if (DATE.test(token)) return { kind: "date", format: token };
  const sscc = /^sscc:(\d{5,13})$/.exec(token);
  if (sscc) return { kind: "sscc", prefix: sscc[1]! };
  return /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,3}$/.test(token) ? { kind: "field", path: token } : null;
}

/** The parts of a rule; `null` when it cannot be read as parts. */
export function partsOf(rule: string): Part[] | null {
  const parts: Part[] = [];
  let from = 0;
  for (const found of rule.matchAll(TOKEN)) {
    if (found.index > from) parts.push({ kind: "text", text: rule.slice(from, found.index) });
    const part = partOf(found[1]!);
    if (!part) return null;
    parts.push(part);
    from = found.index + found[0].length;
  }
  if (from < rule.length) parts.push({ kind: "text", text: rule.slice(from) });
  return parts.some((part) => part.kind === "text" && /[{}]/.test(part.text)) ? null : parts;
}

function textOf(part: Part): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "date":
      return `{${part.format}}`;
    case "field":
      return `{${part.path}}`;
    case "counter":
      return `{${"#".repeat(part.width)}}`;
    case "sscc":
      return `{sscc:${part.prefix}}`;
  }
}

/** The rule of its parts; texts that stand side by side become one. */
export function ruleOf(parts: Part[]): string {
  return parts.map(textOf).join("");
}

function dated(format: string, today: string): string {
  const [year = "", month = "", day = ""] = today.split("-");
  return format.replace(/yyyy|yy|MM|dd/g, (token) => ({ yyyy: year, yy: year.slice(2), MM: month, dd: day })[token] ?? "");
}

/** The check digit of GS1 keys (GS1 General Specifications 7.9). */
function checked(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 1 : 3), 0);
  return digits + String((10 - (sum % 10)) % 10);
}

/**
 * What the first number will look like.
 *
 * @param today YYYY-MM-DD
 * @param labels what stands for a field's value
 */
export function previewOf(parts: Part[], today: string, labels: (path: string) => string): string {
  return parts
    .map((part) => {
      if (part.kind === "text") return part.text;
      if (part.kind === "date") return dated(part.format, today);
      if (part.kind === "field") return `‹${labels(part.path)}›`;
      if (part.kind === "counter") return "1".padStart(part.width, "0");
      return checked(part.prefix + "1".padStart(17 - part.prefix.length, "0"));
    })
    .join("");
}

/** After what the counter begins at 1 again: the shortest span of its dates, and each value of its fields. */
export function restarts(parts: Part[]): { span: "day" | "month" | "year" | "never"; fields: string[] } {
  const formats = parts.flatMap((part) => (part.kind === "date" ? [part.format] : [])).join("");
  const span = formats.includes("dd") ? "day" : formats.includes("MM") ? "month" : formats.includes("yy") ? "year" : "never";
  return { span, fields: parts.flatMap((part) => (part.kind === "field" ? [part.path] : [])) };
}

/** Capital letters a number of a form may begin with: `raw_receipt` gives `RR`. */
export function initials(key: string): string {
  return key
    .split("_")
    .map((word) => word[0] ?? "")
    .join("")
    .toUpperCase()
    .replace(/[^A-Z]/g, "")
    .slice(0, 4);
}
