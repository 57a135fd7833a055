import { type Label, type Lang, labelText } from "../../kit/index.ts";
import type { BlockDoc, BlockType, ColumnDoc, PrintDoc } from "./types.ts";

/** A short line that says what a block prints. */
export function saidOf(block: BlockDoc, nameOf: (path: string) => string, formOf: (key: string) => string, lang: Lang): string {
  if (block.block === "records") return formOf(String(block.form ?? ""));
  const text = labelText(block.text as Label | string | undefined, lang);
  if (text) return text.replace(/\{([a-z][\w.]*)\}/g, (_, path: string) => `‹${nameOf(path)}›`);
  const columns = (block.fields ?? block.columns) as (ColumnDoc | string)[] | undefined;
  if (Array.isArray(columns)) {
    const last = (path: string): string => nameOf(block.block === "table" ? `${String(block.rows)}.${path}` : path).split(" › ").at(-1) ?? path;
    const names = columns.map((one) => (typeof one === "string" ? last(one) : labelText(one.label, lang) || last(one.path ?? "")));
    return (block.rows ? `${nameOf(String(block.rows))}: ` : "") + names.join(" · ");
  }
  if (block.block === "code") return [String(block.code ?? ""), block.lot ? nameOf(String(block.lot)) : String(block.content ?? "")].filter(Boolean).join(" · ");
  if (Array.isArray(block.signs)) return (block.signs as { label: Label }[]).map((one) => labelText(one.label, lang)).join(" · ");
  return nameOf(String(block.field ?? block.lot ?? ""));
}

/** A new block of a type, with what it needs to be right in this form. */
export function startOf(type: BlockType, doc: PrintDoc, names: { lists: string[]; images: string[]; lots: string[]; rows: (list: string) => string[] }): BlockDoc | null {
  const block: BlockDoc = { block: type.key, ...structuredClone(type.start) };
  if (type.key === "table") {
    const rows = names.lists[0];
    return rows ? { ...block, rows, columns: names.rows(rows).slice(0, 6), number: true } : null;
  }
  if (type.key === "images") return names.images[0] ? { ...block, field: names.images[0] } : null;
  if (type.key === "trace") return names.lots[0] ? { ...block, lot: names.lots[0] } : null;
  if (type.key === "records") return { ...block, form: doc.form, via: "", columns: [] };
  if (type.key === "code" && names.lots[0]) return { ...block, code: "qr", content: `{${names.lots[0]}}` };
  return block;
}

/** The mistakes of one block among those of the whole template, by their path inside it. */
export function wrongOf(errors: { path: string; message: string }[], at: number): { path: string; message: string }[] {
  const head = `blocks[${at}]`;
  return errors.filter((one) => one.path === head || one.path.startsWith(`${head}.`)).map((one) => ({ path: one.path.slice(head.length + 1), message: one.message }));
}
