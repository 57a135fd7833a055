import type { Label, Lang } from "../../../kit/index.ts";
import { keyFrom } from "../model/doc.ts";

/** One option of a choice, as documents have it. */
export type Choice = { key: string; label?: Label | string | null; color?: string | null; retired?: boolean };

export const COLOURS = ["", "grey", "green", "amber", "red", "blue"] as const;

/** A key for a new option: of its label where that is ASCII, else the next free `option_n`. */
export function choiceKey(label: string, taken: string[]): string {
  const wish = keyFrom(label).slice(0, 40);
  if (wish && !taken.includes(wish)) return wish;
  const stem = wish || "option";
  for (let n = wish ? 2 : 1; ; n += 1) if (!taken.includes(`${stem}_${n}`)) return `${stem}_${n}`;
}

/**
 * The options after lines were pasted: one a line, `中文 | English` for both languages. An option that is there already
 * (by label) stays as it is, with its key.
 */
export function pasted(before: Choice[], text: string, lang: Lang): Choice[] {
  const made = [...before];
  const known = new Set(before.flatMap((one) => (typeof one.label === "string" ? [one.label] : [one.label?.zh, one.label?.en])).filter(Boolean));
  for (const line of text.split(/\r?\n/)) {
    const [first = "", second = ""] = line.split(/\s*[|\t｜]\s*/).map((part) => part.trim());
    if (!first || known.has(first)) continue;
    known.add(first);
    const label = second ? { zh: lang === "zh" ? first : second, en: lang === "zh" ? second : first } : { zh: lang === "zh" ? first : "", en: lang === "zh" ? "" : first };
    const english = label.en || first;
    made.push({ key: choiceKey(english, made.map((one) => one.key)), label });
  }
  return made;
}
