/** An expression's text as people read it (labels) and as it is kept (keys); spaces and line ends stay as typed. */
import { type Expression, ExprError, parse } from "../../expr/index.ts";
import { ELSEWHERE, isSlug, type Node, RESERVED } from "../../expr/node.ts";
import type { Lang } from "../../kit/index.ts";
import { below, type Book, nameAt, type Name, pathLabels, roots, type Spot } from "./names.ts";

/** A name in the shown text: where it stands there, and in the kept text. */
export type Chip = { at: number; to: number; keptAt: number; keptTo: number; path: string[]; known: boolean };
export type Shown = { text: string; chips: Chip[] };

const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*$/u;

function word(label: string): string {
  return PLAIN.test(label) && !RESERVED.has(label.toUpperCase()) ? label : `{${label.replaceAll(/[{}]/g, "")}}`;
}

type Path = Extract<Node, { k: "path" }>;
/** A path where it stands; `of` is the form whose records a function around it goes through, `""` for none. */
export type Stood = { node: Path; of: string };

/** The paths of a tree in the order they stand. */
export function pathsOf(node: Node, of = ""): Stood[] {
  if (node.k === "path") return [{ node, of }];
  if (node.k !== "call") return [];
  const [first] = node.args;
  const inner = ELSEWHERE.has(node.fn) && first?.k === "const" && typeof first.value === "string" ? first.value : of;
  return node.args.flatMap((arg) => pathsOf(arg, inner)).sort((a, b) => a.node.at - b.node.at);
}

/** The forms that functions over other forms name. */
export function formsAsked(node: Node): string[] {
  if (node.k !== "call") return [];
  const [first] = node.args;
  const own = ELSEWHERE.has(node.fn) && first?.k === "const" && typeof first.value === "string" ? [first.value] : [];
  return [...own, ...node.args.flatMap(formsAsked)];
}

const inside = (spot: Spot, of: string): Spot => (of ? { ...spot, target: of, option: undefined, rows: undefined } : spot);

function read(text: string, names: Record<string, string>): Expression | null {
  try {
    return parse(text, names);
  } catch (error) {
    if (error instanceof ExprError) return null;
    throw error;
  }
}

/** Dotted labels to dotted keys, for reading what people type; a label of two fields is nobody's. */
export function namesFor(spot: Spot, book: Book, lang: Lang): Record<string, string> {
  const found: Record<string, string> = {};
  const twice = new Set<string>();
  const put = (label: string, key: string): void => {
    if (Object.hasOwn(found, label) && found[label] !== key) twice.add(label);
    else found[label] = key;
  };
  const take = (names: Name[], labels: string, keys: string, depth: number): void => {
    for (const name of names) {
      put(labels + name.label, keys + name.key);
      if (depth > 0) take(below(name, spot, book, lang), `${labels}${name.label}.`, `${keys}${name.key}.`, depth - 1);
    }
  };
  take(roots(spot, book, lang), "", "", 2);
  for (const label of twice) delete found[label];
  return found;
}

/**
 * The text with labels for keys. What cannot be read stays as it is.
 *
 * @param names of `namesFor`: a label that would not be read back as its key is not used.
 */
export function toShown(kept: string, spot: Spot, book: Book, lang: Lang, names: Record<string, string>): Shown {
  const read_ = read(kept, {});
  if (!read_) return { text: kept, chips: [] };
  let text = "";
  let from = 0;
  const chips: Chip[] = [];
  for (const { node, of } of pathsOf(read_.root)) {
    const labels = of ? [] : pathLabels(spot, book, node.parts, lang);
    const sure = !of && names[labels.join(".")] === node.parts.join(".");
    const written = sure ? labels.map(word).join(".") : kept.slice(node.at, node.to);
    text += kept.slice(from, node.at);
    chips.push({ at: text.length, to: text.length + written.length, keptAt: node.at, keptTo: node.to, path: node.parts, known: knows(spot, book, of, node.parts) });
    text += written;
    from = node.to;
  }
  return { text: text + kept.slice(from), chips };
}

/** Whether a name means something here; what is not read yet is given the benefit of the doubt. */
function knows(spot: Spot, book: Book, of: string, parts: string[]): boolean {
  return (of !== "" && !book.form(of)) || nameAt(inside(spot, of), book, parts) !== null;
}

/** The text with keys for labels; a text that cannot be read yet stays as it is. */
export function toKept(shown: string, spot: Spot, book: Book, names: Record<string, string>): { text: string; chips: Chip[]; whole: boolean } {
  const tree = read(shown, names);
  if (!tree) return { text: shown, chips: [], whole: false };
  let text = "";
  let from = 0;
  const chips: Chip[] = [];
  for (const { node, of } of pathsOf(tree.root)) {
    text += shown.slice(from, node.at);
    const written = node.parts.map((part, at) => (at === 0 && (RESERVED.has(part.toUpperCase()) || !isSlug(part)) ? `{${part}}` : part)).join(".");
    chips.push({ at: node.at, to: node.to, keptAt: text.length, keptTo: text.length + written.length, path: node.parts, known: knows(spot, book, of, node.parts) });
    text += written;
    from = node.to;
  }
  return { text: text + shown.slice(from), chips, whole: true };
}

/** Where an offset of the kept text stands in the shown one. */
export function shownOffset(chips: Chip[], kept: number): number {
  let moved = 0;
  for (const chip of chips) {
    if (kept < chip.keptAt) break;
    if (kept < chip.keptTo) return chip.at;
    moved = chip.to - chip.keptTo;
  }
  return kept + moved;
}
