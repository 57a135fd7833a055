import type { FieldDef } from "../../api/index.ts";
import { groupDigits, labelText, type Lang, showDecimal, showInstant } from "../../kit/index.ts";
import { type ReadyField, settledField } from "../model/preset.ts";
import { wordsOf } from "../model/rich.ts";
import { isBlank } from "../model/scalar.ts";
import { treeText } from "../model/tree.ts";
import { uomText } from "../model/uom.ts";

type Shape = Record<string, unknown>;
const WORDS = { zh: { yes: "是", no: "否", good: "合格", bad: "不合格", rows: "行", and: "、", unseen: "无权查看", hours: " 小时", minutes: " 分" }, en: { yes: "Yes", no: "No", good: "Pass", bad: "Fail", rows: "rows", and: ", ", unseen: "Not yours to see", hours: " h", minutes: " min" } };

/** From so many decimals on, zeros at the end say nothing; nor do they behind what is computed. */
const FINE = 4;

/** What stands behind a number: `%`, `℃`. */
export function endingOf(field: ReadyField): string {
  const suffix = field.percent ? "%" : String(field.suffix ?? "");
  return suffix ? ` ${suffix}` : "";
}

/** Minutes in words: `1 h 30 min`. */
export function durationText(minutes: number, lang: Lang): string {
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const told = [hours ? `${hours}${WORDS[lang].hours}` : "", rest || !hours ? `${rest}${WORDS[lang].minutes}` : ""].filter(Boolean).join(" ");
  return minutes < 0 ? `-${told}` : told;
}

/** The label of a chosen option. */
export function optionText(field: FieldDef, key: string, lang: Lang): string {
  return labelText(field.options?.find((one) => one.key === key)?.label, lang) || key;
}

/** `5 pcs × 12.48 kg` */
function weightText(field: ReadyField, value: Shape, lang: Lang): string {
  const weight = isBlank(value.value) ? "" : `${showDecimal(String(value.value))} ${uomText(String(value.uom ?? ""), lang)}`.trim();
  const pieces = isBlank(value.pieces) ? "" : `${showDecimal(String(value.pieces))} ${uomText(String(field.piece ?? "pcs"), lang)}`.trim();
  return [pieces, weight].filter(Boolean).join(" × ");
}

/** A link to something this person may not know the title of. */
export function isUnseen(value: Shape): boolean {
  return value.title === null && value.id !== undefined;
}

function shapeText(field: ReadyField, value: Shape, lang: Lang): string {
  if (field.type === "catch_weight" || "pieces" in value) return weightText(field, value, lang);
  if (field.type === "quantity" || "uom" in value) return `${showDecimal(String(value.value))} ${uomText(String(value.uom ?? ""), lang)}`.trim();
  if ("currency" in value) return `${groupDigits(String(value.value))} ${String(value.currency)}`;
  if ("from" in value && "to" in value) return `${String(value.from)} – ${String(value.to)}`;
  if (field.type === "lot" || "code" in value) return String(value.code ?? "");
  if (isUnseen(value)) return WORDS[lang].unseen;
  return String(value.title ?? value.name ?? value.id ?? "");
}

/** A value (blank: `""`) of `field` as one line of text, in lists, titles and for screen readers. */
export function cellText(field: FieldDef, value: unknown, lang: Lang): string {
  if (isBlank(value)) return "";
  const ready = settledField(field);
  if (ready.type === "list") return `${(value as unknown[]).length} ${WORDS[lang].rows}`;
  if (Array.isArray(value)) {
    return value.map((item) => (ready.type === "multi" ? optionText(ready, String(item), lang) : cellText(ready, item, lang))).join(WORDS[lang].and);
  }
  if (typeof value === "boolean" && ready.widget === "verdict") return WORDS[lang][value ? "good" : "bad"];
  if (typeof value === "boolean") return WORDS[lang][value ? "yes" : "no"];
  if (typeof value === "object") return shapeText(ready, value as Shape, lang);
  const text = String(value);
  if (ready.widget === "duration" && Number.isFinite(Number(text))) return durationText(Number(text), lang);
  if (ready.type === "tree") return treeText(ready, text, lang);
  if (ready.type === "rich_text") return wordsOf(text);
  if (ready.type === "choice" || (ready.type === "lookup" && ready.options?.length)) return optionText(ready, text, lang);
  if (ready.type === "datetime" || ready.result === "datetime") return showInstant(text);
  if (ready.type === "number" || ready.result === "number" || (ready.type === "expression" && ready.result === undefined)) {
    const computed = ready.type !== "number" || Boolean(ready.value);
    return (computed || Number(ready.decimals ?? 0) >= FINE ? showDecimal(text) : groupDigits(text)) + endingOf(ready);
  }
  return text;
}
