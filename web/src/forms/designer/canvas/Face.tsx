import { memo, type ReactNode } from "react";
import { labelText, useLang, useT } from "../../../kit/index.ts";
import { Sign } from "../icons.tsx";
import { type FieldDoc, typeOf } from "../model/doc.ts";
import type { FieldKind } from "../../model/fieldTypes.ts";

type FaceProps = { field: FieldDoc; kind: FieldKind | undefined };

/** How a field will look when it is filled in, without being one: drawn cheaply, for hundreds of them. */
export const Face = memo(function Face({ field, kind }: FaceProps) {
  const t = useT("forms");
  const type = typeOf(field);
  if (field.value && type !== "expression") return <Box faint sign="formula" text={t("computed")} grey />;
  if (type === "choice" || type === "multi") return <Choices field={field} kind={kind} />;
  if (type === "bool") return kind?.widget === "switch" ? <span className="dz-switch" /> : <Chips labels={[t("yes"), t("no")]} round={false} />;
  if (kind?.widget === "rating") return <span className="dz-stars">{"★".repeat(Number(field.max ?? 5))}</span>;
  if (type === "image") return <Pad sign="camera" text={t("add_image")} />;
  if (type === "file") return <Pad sign="file" text={t("add_file")} low />;
  if (type === "signature") return <Pad sign="sign" text={t("sign")} />;
  if (type === "divider") return <hr className="dz-rule" />;
  if (type === "note") return <NoteFace field={field} />;
  if (type === "serial") return <Box grey mono text={sampleOf(String(field.rule ?? ""))} />;
  if (type === "lot" && field.new) return <Box grey mono text={sampleOf(String((field.new as { rule?: string }).rule ?? ""))} />;
  if (type === "expression" || type === "lookup") return <Box grey faint sign={type === "lookup" ? "lookup" : "formula"} text={t("computed")} />;
  return <Plain field={field} kind={kind} type={type} />;
});

const PICKED = new Set(["link", "location", "person", "department", "tree"]);
const TALL = new Set(["long_text", "rich_text"]);
const NUMBERS = new Set(["number", "money", "quantity", "catch_weight"]);

function Plain({ field, kind, type }: FaceProps & { type: string }) {
  const t = useT("forms");
  const date = type === "date" || type === "datetime" || type === "time";
  const shown = PICKED.has(type) ? t("choose") : date ? exampleOf(kind) : "";
  const uom = type === "quantity" ? String(field.uom ?? (field.uoms as string[] | undefined)?.[0] ?? "") : String(field.suffix ?? (field.percent || field.type === "percentage" ? "%" : ""));
  const sign = date ? kind?.icon : PICKED.has(type) ? "down" : field.scan || type === "lot" || type === "scan" ? "scan" : "";
  const tall = TALL.has(field.type) || TALL.has(type) || Boolean(field.long);
  return <Box faint tall={tall} text={NUMBERS.has(type) ? "0" : shown} number={NUMBERS.has(type)} sign={sign} after={uom} />;
}

function exampleOf(kind: FieldKind | undefined): string {
  return typeof kind?.example === "string" ? kind.example.slice(0, 16).replace("T", " ") : "";
}

/** A code rule with figures in place of its parts: `RR-{yyMMdd}-{###}` shows `RR-261130-001`. */
export function sampleOf(rule: string, now: Date = new Date()): string {
  const pad = (n: number): string => String(n).padStart(2, "0");
  const dates: Record<string, string> = { yyyy: String(now.getFullYear()), yy: pad(now.getFullYear() % 100), MM: pad(now.getMonth() + 1), dd: pad(now.getDate()) };
  return rule.replace(/\{([^{}]*)\}/g, (_, part: string) => {
    if (/^#+$/.test(part)) return "1".padStart(part.length, "0");
    return /^(yyyy|yy|MM|dd)+$/.test(part) ? part.replace(/yyyy|yy|MM|dd/g, (one) => dates[one] ?? one) : "…";
  });
}

type BoxProps = { text: string; sign?: string; after?: string; grey?: boolean; faint?: boolean; mono?: boolean; tall?: boolean; number?: boolean };

function Box({ text, sign, after, grey, faint, mono, tall, number }: BoxProps) {
  const look = ["dz-box", grey ? "dz-grey" : "", faint ? "dz-faint" : "", tall ? "dz-tall" : "", number ? "dz-number" : ""].filter(Boolean).join(" ");
  return (
    <span className={look}>
      <span className={mono ? "mono cut" : "cut"}>{text}</span>
      {after ? <span className="dz-after">{after}</span> : null}
      {sign ? <Sign name={sign} /> : null}
    </span>
  );
}

function Pad({ sign, text, low }: { sign: string; text: string; low?: boolean }) {
  return (
    <span className={low ? "dz-pad dz-low" : "dz-pad"}>
      <Sign name={sign} /> {text}
    </span>
  );
}

const MOST_CHIPS = 6;

function Choices({ field, kind }: FaceProps) {
  const t = useT("forms");
  const lang = useLang();
  const options = (Array.isArray(field.options) ? field.options : []) as { key: string; label?: { zh: string; en: string } }[];
  const labels = options.map((one) => labelText(one.label, lang) || one.key);
  const menu = kind?.widget === "dropdown" || labels.length > MOST_CHIPS || !labels.length;
  if (menu) return <Box faint text={labels.length ? labels.slice(0, 3).join(t("comma")) : t("choose")} sign="down" />;
  return <Chips labels={labels} round={typeOf(field) === "choice"} />;
}

function Chips({ labels, round }: { labels: string[]; round: boolean }): ReactNode {
  return (
    <span className="dz-chips">
      {labels.map((label, index) => (
        <span key={index} className="dz-chip">
          <i className={round ? "dz-dot" : "dz-tick"} />
          {label}
        </span>
      ))}
    </span>
  );
}

function NoteFace({ field }: { field: FieldDoc }) {
  const t = useT("forms");
  const lang = useLang();
  const text = labelText(field.text as string, lang).replace(/<[^>]*>/g, " ").trim();
  return <span className="dz-note">{text || t("design_note_empty")}</span>;
}
