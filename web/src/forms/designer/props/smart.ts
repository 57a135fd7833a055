/** Good first guesses, so that little has to be said. */
import { type Lang, labelText } from "../../../kit/index.ts";
import type { FieldDoc } from "../model/doc.ts";
import type { FieldTypes } from "../model/fieldTypes.ts";

/** Whether a field still carries the name of its kind, or none: `关联数据`, `Link 2`. */
export function isUntouched(types: FieldTypes, field: FieldDoc): boolean {
  const own = typeof field.label === "string" ? [field.label] : [field.label?.zh, field.label?.en];
  const said = own.filter(Boolean).map((text) => String(text).replace(/\s*\d+$/, ""));
  if (!said.length) return true;
  const kinds = types.items.flatMap((one) => [labelText(one.label, "zh"), labelText(one.label, "en")]);
  return said.every((text) => kinds.includes(text));
}

/** Row fields that are filled from a list elsewhere: those of the same key, else of the same label. */
export function matched(ours: Record<string, FieldDoc>, theirs: { value: string; label: string }[], lang: Lang): Record<string, string> {
  const found: [string, string][] = [];
  for (const [key, field] of Object.entries(ours)) {
    if (field.retired || field.value !== undefined) continue;
    const label = labelText(field.label, lang);
    const their = theirs.find((one) => one.value === key) ?? theirs.find((one) => label !== "" && one.label === label) ?? theirs.find((one) => SAME[key]?.includes(one.value));
    if (their) found.push([key, `row.${their.value}`]);
  }
  return Object.fromEntries(found);
}

/** Keys that mean the same in lists of characteristics. */
const SAME: Record<string, string[]> = { characteristic: ["analyte", "item", "name"], lower: ["min", "low"], upper: ["max", "high"], uom: ["unit"] };
