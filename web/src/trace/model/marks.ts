import { type Lang, showDecimal, words } from "../../kit/index.ts";
import type { ChainNode } from "./chain.ts";

/** What stands beside a lot, in numbers: an answer of `GET /lots/layers` has one for each that has any. */
export type Mark = { checks: number; failed: number; lowest: string | null; highest: string | null; out: number; equipment: string[]; people: string[] };
export type Marks = Record<string, Mark>;

export type Layer = "qc" | "temperature" | "equipment" | "people";
export const LAYERS: Layer[] = ["qc", "temperature", "equipment", "people"];

/** One fact on a card: in short, and whole where there is room. */
export type Badge = { layer: Layer; tone: "good" | "bad" | "plain"; short: string; long: string };

/** What a card tells of the layers that are switched on. */
export type Badges = (node: ChainNode) => Badge[];

/** The mark of a card; of a group, of all its members together. */
export function markOf(node: ChainNode, marks: Marks): Mark | null {
  const all = (node.members.length ? node.members : [node]).flatMap((one) => marks[one.id] ?? []);
  if (all.length < 2) return all[0] ?? null;
  const temperatures = all.flatMap((one) => [one.lowest, one.highest]).filter((one) => one !== null);
  const sorted = temperatures.sort((a, b) => Number(a) - Number(b));
  const add = (part: (mark: Mark) => number): number => all.reduce((sum, mark) => sum + part(mark), 0);
  const names = (part: (mark: Mark) => string[]): string[] => [...new Set(all.flatMap(part))];
  return {
    checks: add((mark) => mark.checks),
    failed: add((mark) => mark.failed),
    lowest: sorted[0] ?? null,
    highest: sorted.at(-1) ?? null,
    out: add((mark) => mark.out),
    equipment: names((mark) => mark.equipment),
    people: names((mark) => mark.people),
  };
}

/** The facts of the layers that are switched on. */
export function badgesOf(node: ChainNode, marks: Marks, layers: Layer[], lang: Lang): Badge[] {
  const mark = layers.length ? markOf(node, marks) : null;
  return mark ? layers.flatMap((layer) => badgeOf(layer, mark, lang) ?? []) : [];
}

function badgeOf(layer: Layer, mark: Mark, lang: Lang): Badge | null {
  const t = (key: string, values: Record<string, unknown>): string => words("trace", `mark.${key}`, values);
  if (layer === "qc") {
    if (mark.checks === 0) return null;
    const [n, failed] = [mark.checks, mark.failed];
    return failed ? { layer, tone: "bad", short: `✗ ${failed}/${n}`, long: t("failed", { n, failed }) } : { layer, tone: "good", short: `✓ ${n}`, long: t("passed", { n }) };
  }
  if (layer === "temperature") {
    const span = spanOf(mark);
    return span === null ? null : { layer, tone: mark.out ? "bad" : "plain", short: span, long: mark.out ? `${span} · ${t("out", { n: mark.out })}` : span };
  }
  const names = mark[layer];
  return names.length ? { layer, tone: "plain", short: t(layer, { n: names.length }), long: names.join(lang === "en" ? ", " : "、") } : null;
}

function spanOf({ lowest, highest }: Mark): string | null {
  if (lowest === null || highest === null) return null;
  return lowest === highest ? `${showDecimal(lowest)}℃` : `${showDecimal(lowest)}~${showDecimal(highest)}℃`;
}
