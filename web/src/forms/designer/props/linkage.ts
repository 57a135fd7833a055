/** A linkage rule, and the sentence that reads it back. */
import type { LinkageRule } from "../../../api/index.ts";
import { conditionOf } from "../../condition/condition.ts";
import { type Saying, sayExpression, sayPath } from "../../condition/said.ts";
import { toShown, namesFor } from "../../condition/shown.ts";
import type { Label } from "../../../kit/index.ts";

/** A rule that has its name. */
export type Rule = LinkageRule & { name: Label };

export const LISTS = ["show", "hide", "require", "lock"] as const;

/** The list in whose rows a rule holds: that of its fields inside lists. */
export function listOfRule(rule: Rule): string {
  const paths = [...LISTS.flatMap((key) => rule[key] ?? []), ...Object.keys(rule.set ?? {}), ...Object.keys(rule.filter ?? {})];
  const inside = paths.find((path) => path.includes("."));
  return inside ? inside.split(".")[0]! : "";
}

const given = (pairs: Record<string, string> = {}): [string, string][] => Object.entries(pairs).filter(([, text]) => text.trim() !== "");

/** The rule as a sentence: `When 供应商 is …: show X; require Y; set Z to …`. */
export function sayRule(rule: Rule, saying: Saying): string {
  const { t } = saying;
  const join = (paths: string[]): string => paths.map((path) => sayPath(path, saying)).join(t("de_or_comma"));
  const parts = LISTS.flatMap((key) => (rule[key]?.length ? [t(`dl_say.${key}`, { fields: join(rule[key]) })] : []));
  const text = (value: string): string => toShown(value, saying.spot, saying.book, saying.lang, namesFor(saying.spot, saying.book, saying.lang)).text;
  for (const [path, value] of given(rule.set)) parts.push(t("dl_say.set", { field: sayPath(path, saying), value: text(value) }));
  for (const [path, value] of given(rule.filter)) parts.push(t("dl_say.filter", { field: sayPath(path, saying), value: conditionOf(value) ? sayExpression(value, saying) : text(value) }));
  const what = parts.length ? parts.join(t("dl_semicolon")) : t("dl_say.nothing");
  return rule.when.trim() ? t("dl_say.when", { when: sayExpression(rule.when, saying), what }) : t("dl_say.no_when", { what });
}
