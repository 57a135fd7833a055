import type { Label } from "../../kit/index.ts";

/** A column or fact; a bare text is its path. */
export type ColumnDoc = { path?: string; value?: string; label?: Label; width?: number; sum?: boolean };
export type ElementDoc = { ai: string; value: string };
export type CodeDoc = { code: string; content?: string; elements?: ElementDoc[]; lot?: string; link?: boolean; width?: number; height?: number; readable?: boolean };
export type SignDoc = { label: Label; field?: string; person?: string; at?: string };
export type Side = "x" | "y" | "w" | "h";

/** One block as the document tells it; the block type's own options stand beside `block` and `when`. */
export type BlockDoc = { block: string; when?: string; x?: number; y?: number; w?: number; h?: number; [option: string]: unknown };
export type Margins = { top?: number; right?: number; bottom?: number; left?: number };
export type SheetDoc = { size?: string; width?: number; height?: number; landscape?: boolean; margins?: Margins; dpi?: number };
export type EdgeDoc = { left?: Label | string; right?: Label | string };

/** A print template's document. */
export type PrintDoc = {
  print: string;
  label: Label;
  form: string;
  kind?: "page" | "label";
  each?: string;
  page?: SheetDoc;
  header?: EdgeDoc;
  footer?: EdgeDoc;
  guards?: { refuse: string; say: Label }[];
  blocks: BlockDoc[];
  [part: string]: unknown;
};

export type Drawn = { key: string; version: number; state: "draft" | "published" | "retired"; revision: number; definition: PrintDoc; at: string; by: string };
/** A template as those who print see it. */
export type Template = { key: string; label: Label; kind: "page" | "label"; each: string };
export type BlockType = { key: string; label: Label; on: string[]; start: Record<string, unknown> };
export type Shown = { images: string[]; pages: number; spills: number[]; left_out: string[]; record: { id: string; title: string } | null };

const SIZES: Record<string, [number, number]> = { A4: [210, 297], A5: [148, 210], A6: [105, 148], letter: [215.9, 279.4] };

/** Millimetres of the paper, across and down. */
export function paperOf(doc: PrintDoc): { width: number; height: number } {
  const page = doc.page ?? {};
  const [width, height] = SIZES[page.size ?? "A4"] ?? [Number(page.width ?? 100), Number(page.height ?? 60)];
  return page.landscape ? { width: height, height: width } : { width, height };
}
