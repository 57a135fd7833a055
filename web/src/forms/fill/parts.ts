import type { FormDef, SectionDef } from "../../api/index.ts";

/** A titled part of a form with its fields; `section` is `null` for the fields that no section names. */
export type Part<F> = { section: SectionDef | null; fields: F[] };
/** The parts of a form; fields that no section names come last. */
export function partsOf<F extends { key: string }>(definition: FormDef, fields: F[]): Part<F>[] {
  const named = new Set(definition.sections.flatMap((section) => section.fields));
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const parts = definition.sections.map((section): Part<F> => ({ section, fields: section.fields.flatMap((key) => byKey.get(key) ?? []) }));
  const rest = fields.filter((field) => !named.has(field.key));
  return rest.length ? [...parts, { section: null, fields: rest }] : parts;
}

/** Parts that stand on one page: above the tabs, in a tab, below them. */
export type Paged<P> = { above: P[]; tabs: P[][]; below: P[] };
export type Pages<F> = Paged<Part<F>>;

/** The parts by the page they stand on: a section that is a tab begins one, those after it stand in it. */
export function pagesOf<P extends { section: { tab?: boolean } | null }>(parts: P[]): Paged<P> {
  const pages: Paged<P> = { above: [], tabs: [], below: [] };
  for (const part of parts) {
    if (part.section?.tab) pages.tabs.push([part]);
    else if (!part.section && pages.tabs.length) pages.below.push(part);
    else (pages.tabs.at(-1) ?? pages.above).push(part);
  }
  return pages;
}
