import type { Label, Lang } from "../../../kit/index.ts";
import { keyFrom } from "../model/doc.ts";
import { bothOf } from "./LabelInput.tsx";

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

/** The option among those the palette gave that has this key. */
function stockOf(stock: Choice[], key: string): Choice | undefined {
  return stock.find((one) => one.key === key);
}

/** Whether an option is as the palette gave it: nobody has said anything yet. */
export function untouched(one: Choice, stock: Choice[]): boolean {
  const was = stockOf(stock, one.key);
  return was !== undefined && JSON.stringify(bothOf(was.label, "zh")) === JSON.stringify(bothOf(one.label, "zh"));
}

/** An option in other words; what the palette had said in the other language goes. */
export function worded(one: Choice, text: string, lang: Lang, stock: Choice[]): Choice {
  const other = lang === "zh" ? "en" : "zh";
  const now = bothOf(one.label, lang);
  const was = bothOf(stockOf(stock, one.key)?.label, lang)[other];
  return { ...one, label: { ...now, [lang]: text, ...(was && was === now[other] ? { [other]: "" } : {}) } };
}
