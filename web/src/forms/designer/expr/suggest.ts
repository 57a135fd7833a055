/** What may follow at the caret of an expression: names, functions, the values of a choice. */
import { SIGNATURES } from "../../../expr/index.ts";
import { RESERVED } from "../../../expr/node.ts";
import { type Lang, labelText } from "../../../kit/index.ts";
import { below, type Book, type Name, nameAt, roots, type Spot } from "../../condition/names.ts";

/**
 * @param text what is put in place of `from` .. caret.
 * @param caret where the caret goes then, counted from the end of it (`-1`: before the last character).
 */
export type Suggestion = { kind: "name" | "function" | "value"; key: string; label: string; text: string; caret: number; type?: string };
export type Suggestions = { from: number; items: Suggestion[] };

const MOST = 12;
const WORD = /(?:\{[^{}]*\}?|[\p{L}\p{N}_])(?:\{[^{}]*\}?|[\p{L}\p{N}_.])*$/u;
const COMPARED = /((?:\{[^{}]*\}|[\p{L}_][\p{L}\p{N}_]*)(?:\.(?:\{[^{}]*\}|[\p{L}\p{N}_]+))*)\s*(?:=|<>|!=|\bIN\s*\([^()]*?(?:^|[(,])?)\s*["“]?([\p{L}\p{N}_]*)$/iu;
const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*$/u;

export function written(label: string): string {
  return PLAIN.test(label) && !RESERVED.has(label.toUpperCase()) ? label : `{${label.replaceAll(/[{}]/g, "")}}`;
}

function rank(name: { key: string; label: string }, typed: string): number {
  const want = typed.toLowerCase();
  const label = name.label.toLowerCase();
  const key = name.key.toLowerCase();
  if (!want) return 1;
  if (label.startsWith(want) || key.startsWith(want)) return 0;
  return label.includes(want) || key.includes(want) ? 1 : 9;
}

function best<T extends { key: string; label: string }>(items: T[], typed: string): T[] {
  return items
    .map((item, at) => ({ item, at, rank: rank(item, typed) }))
    .filter((one) => one.rank < 9)
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map((one) => one.item);
}

/** Keys of the parts a person typed, labels or keys. */
function keysOf(parts: string[], spot: Spot, book: Book, lang: Lang): string[] | null {
  const keys: string[] = [];
  let among = roots(spot, book, lang);
  for (const part of parts) {
    const bare = part.replace(/^\{|\}$/g, "");
    const found = among.find((one) => one.label === bare) ?? among.find((one) => one.key === bare);
    if (!found) return null;
    keys.push(found.key);
    among = below(found, spot, book, lang);
  }
  return keys;
}

function values(before: string, spot: Spot, book: Book, lang: Lang): Suggestions | null {
  const compared = COMPARED.exec(before);
  if (!compared) return null;
  const keys = keysOf(compared[1]!.split(/\.(?![^{]*\})/), spot, book, lang);
  const name = keys && nameAt(spot, book, keys, lang);
  const options = (name?.field?.options ?? []) as { key: string; label: { zh: string; en: string } }[];
  if (!options.length) return null;
  const typed = compared[2] ?? "";
  const quoted = /["“]$/.test(before.slice(0, before.length - typed.length));
  const items = best(options.map((one) => ({ key: one.key, label: labelText(one.label, lang) || one.key })), typed);
  const from = before.length - typed.length - (quoted ? 1 : 0);
  return { from, items: items.slice(0, MOST).map((one) => ({ kind: "value", ...one, text: `"${one.key}"`, caret: 0 })) };
}

/** Names of our own stand by their labels, those of another form by their keys. */
function nameItem(name: Name, foreign: boolean): Suggestion {
  return { kind: "name", key: name.key, label: name.label, text: foreign ? name.key : written(name.label), caret: 0, type: name.type.kind };
}

const ASKED = /\b(?:EXISTS|LATEST|COUNTOF|SUMOF)\s*\(\s*["“](\w+)["”]\s*,[^()]*(?:\([^()]*\)[^()]*)*$/i;
const ASKING = /\b(?:EXISTS|LATEST|COUNTOF|SUMOF)\s*\(\s*["“]?([^"”(),]*)$/i;

/** Forms, where a function over other forms wants one. */
function formItems(before: string, book: Book, lang: Lang): Suggestions | null {
  const asked = ASKING.exec(before);
  if (!asked || !book.forms) return null;
  const from = before.length - asked[1]!.length - (/["“]$/.test(before.slice(0, before.length - asked[1]!.length)) ? 1 : 0);
  const items = best(book.forms.map((one) => ({ key: one.key, label: labelText(one.label, lang) || one.key })), asked[1]!.trim());
  return { from, items: items.slice(0, MOST).map((one) => ({ kind: "value", ...one, text: `"${one.key}", `, caret: 0 })) };
}

/** Suggestions for the text before the caret; none inside a text in quotes. */
export function suggest(before: string, spot: Spot, book: Book, lang: Lang): Suggestions {
  const forms = formItems(before, book, lang);
  if (forms) return forms;
  const of = ASKED.exec(before)?.[1];
  if (of) spot = { ...spot, target: of, option: undefined, rows: undefined };
  const foreign = of !== undefined;
  const chosen = values(before, spot, book, lang);
  if (chosen?.items.length) return chosen;
  if ((before.match(/["“”]/g)?.length ?? 0) % 2) return { from: before.length, items: [] };
  const typed = WORD.exec(before)?.[0] ?? "";
  const parts = typed.split(/\.(?![^{]*\})/);
  const last = parts.at(-1)!.replace(/^\{/, "");
  const from = before.length - parts.at(-1)!.length;
  if (parts.length > 1) {
    const keys = keysOf(parts.slice(0, -1), spot, book, lang);
    const around = keys && nameAt(spot, book, keys, lang);
    const inner = around ? below(around, spot, book, lang) : [];
    return { from, items: best(inner, last).slice(0, MOST).map((one) => nameItem(one, foreign)) };
  }
  if (!last) return { from, items: [] };
  const functions = [...SIGNATURES.keys()].map((key) => ({ key, label: key }));
  const calls: Suggestion[] = best(functions, last)
    .filter((one) => one.key.startsWith(last.toUpperCase()))
    .map((one) => ({ kind: "function", ...one, text: SIGNATURES.get(one.key)!.params.length ? `${one.key}()` : `${one.key}()`, caret: SIGNATURES.get(one.key)!.params.length ? -1 : 0 }));
  return { from, items: [...best(roots(spot, book, lang), last).map((one) => nameItem(one, foreign)), ...calls].slice(0, MOST) };
}
