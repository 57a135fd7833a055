import type { FieldDef, FormInfo, LinkValue } from "../../api/index.ts";
import { holds, may } from "../../api/index.ts";
import { conditionText } from "../../forms/condition/condition.ts";

/** What the server counts: records by the value of a field. */
export type Groups = { items: { value: string | LinkValue | null; count: number }[]; more: boolean; left_out: number };

/** One column of a board: `value` is a choice's key or a record's id, `""` for blank. */
export type BoardColumn = { value: string; title: string | null; count: number; color?: string | null };

type Words = (label: FieldDef["label"]) => string;

/** The columns of a board: a choice's options in their order, then what else is found, blank last; links by title. */
export function columnsOf(field: FieldDef, groups: Groups, words: Words): BoardColumn[] {
  const found: BoardColumn[] = groups.items.map(({ value, count }) => {
    if (value === null) return { value: "", title: "", count };
    return typeof value === "string" ? { value, title: value, count } : { value: value.id, title: value.title, count };
  });
  const blank = found.filter((column) => column.value === "");
  const filled = found.filter((column) => column.value !== "");
  if (field.type !== "choice") {
    const byTitle = (a: BoardColumn, b: BoardColumn): number => (a.title ?? "\uffff").localeCompare(b.title ?? "\uffff", "zh-CN");
    return [...filled.sort(byTitle), ...blank];
  }
  const options = field.options ?? [];
  const named = options.map((option) => ({ value: option.key, title: words(option.label), color: option.color, count: filled.find((one) => one.value === option.key)?.count ?? 0 }));
  return [...named, ...filled.filter((one) => !options.some((option) => option.key === one.value)), ...blank];
}

/** The condition of a column, beside that of the list. */
export function columnWhere(where: string, by: string, column: BoardColumn): string {
  const blank = column.value === "";
  const own = conditionText({ join: "AND", items: [{ path: by, op: blank ? "blank" : "=", values: blank ? [] : [{ kind: "text", value: column.value }] }] });
  return where ? `(${where}) AND ${own}` : own;
}

/** Whether this person may move cards: amend, and fill a field that nothing else decides. */
export function mayMove(form: FormInfo, field: FieldDef): boolean {
  return may(form, "amend") && holds(form.writable, field.key) && !field.readonly && !field.value && !field.retired;
}

/** Where a card may be put: not under a column whose name is barred, nor under blank where the field is required. */
export function mayDrop(field: FieldDef, column: BoardColumn): boolean {
  return column.value === "" ? !field.required : column.title !== null;
}
