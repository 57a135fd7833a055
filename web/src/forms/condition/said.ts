import type { TFunction } from "i18next";
import { type Lang, labelText } from "../../kit/index.ts";
import { type Clause, conditionOf, type Group, isGroup, type Item, type Operand } from "./condition.ts";
import { treeText } from "../model/tree.ts";
import { daysOf, wayOf } from "./operators.ts";
import { type Book, nameAt, pathLabels, type Spot } from "./names.ts";
import { namesFor, toShown } from "./shown.ts";

/** @param title the title of a linked record, where it is known. */
export type Saying = { spot: Spot; book: Book; lang: Lang; t: TFunction; title?: (id: string) => string | undefined };

/** A path by its labels: `供应商 › 准入状态`. */
export function sayPath(path: string, { spot, book, lang }: Saying): string {
  return pathLabels(spot, book, path.split("."), lang).join(" › ");
}

function sayOperand(operand: Operand, clause: Clause, saying: Saying): string {
  const { spot, book, lang, t } = saying;
  switch (operand.kind) {
    case "field":
      return sayPath(operand.path, saying);
    case "me":
      return t("de_me");
    case "today":
      if (operand.days === 0) return t("de_today");
      return t(operand.days > 0 ? "de_days_on" : "de_days_ago", { n: Math.abs(operand.days) });
    case "text": {
      const name = nameAt(spot, book, clause.path.split("."), lang);
      const option = name?.field?.options?.find((one) => one.key === operand.value);
      if (option) return labelText(option.label, lang) || option.key;
      if (name?.type.kind === "link") return saying.title?.(operand.value) ?? t("de_one_record");
      return name?.field?.type === "tree" ? treeText(name.field, operand.value, lang) : `“${operand.value}”`;
    }
  }
  return operand.value;
}

function sayClause(clause: Clause, saying: Saying): string {
  const { t } = saying;
  const way = wayOf(clause);
  const field = sayPath(clause.path, saying);
  if (way === "today" || way === "last" || way === "next") return t(`de_say.${way}`, { field, n: daysOf(clause) });
  const dated = ORDERED.includes(way) && clause.values.every((one) => one.kind === "date" || one.kind === "today") ? "date." : "";
  const [first, second] = clause.values.map((one) => sayOperand(one, clause, saying));
  const all = clause.values.map((one) => sayOperand(one, clause, saying)).join(t("de_or_comma"));
  return t(`de_say.${dated}${clause.op}`, { field, value: clause.op.endsWith("in") ? all : first, other: second });
}

const ORDERED: string[] = ["<", "<=", ">", ">="];

/** One condition, or a group of them in brackets. */
export function sayItem(item: Item, saying: Saying): string {
  if (!isGroup(item)) return sayClause(item, saying);
  const inner = item.items.map((one) => sayItem(one, saying)).join(saying.t(`de_join.${item.join}`));
  return item.items.length > 1 ? saying.t("de_bracket", { inner }) : inner;
}

/** A group of conditions as a sentence, without outer brackets. */
export function sayGroup(group: Group, saying: Saying): string {
  return group.items.map((item) => sayItem(item, saying)).join(saying.t(`de_join.${group.join}`));
}

/** An expression in words: its rows as a sentence, else its text with labels. */
export function sayExpression(text: string, saying: Saying): string {
  const { spot, book, lang } = saying;
  const group = conditionOf(text);
  // A bare name is a value as well as a condition: it is said by its label.
  if (group && !(group.items.length === 1 && "op" in group.items[0]! && group.items[0].op === "yes")) return sayGroup(group, saying);
  return toShown(text, spot, book, lang, namesFor(spot, book, lang)).text;
}
