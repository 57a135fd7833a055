/** Good first guesses, so that little has to be said. */
import { type Lang, labelText } from "../../../kit/index.ts";
import { below, type Book, type Name, nameAt, roots, type Spot } from "../../condition/names.ts";
import { drawn } from "../expr/place.ts";
import { type Doc, type FieldDoc, fieldsOf, isList, splitPath } from "../model/doc.ts";
import type { FieldKind, FieldTypes } from "../../model/fieldTypes.ts";
import { same } from "../model/merge.ts";
import { linksTo, lotPaths, lotRule } from "../trace/mapping.ts";
import { initials } from "./numbering.ts";

/** Whether a field still carries the name of its kind, or none: `关联数据`, `Link 2`. */
export function isUntouched(types: FieldTypes, field: FieldDoc): boolean {
  const own = typeof field.label === "string" ? [field.label] : [field.label?.zh, field.label?.en];
  const said = own.filter(Boolean).map((text) => String(text).replace(/\s*\d+$/, ""));
  if (!said.length) return true;
  const kinds = types.items.flatMap((one) => [labelText(one.label, "zh"), labelText(one.label, "en")]);
  return said.every((text) => kinds.includes(text));
}

/** The kind of the palette that a field was dropped as and has not been changed since, but for its label. */
export function droppedAs(types: FieldTypes, field: FieldDoc): FieldKind | undefined {
  const { label: _label, ...bare } = field;
  return types.items.find((one) => same(one.start, bare));
}

/** Row fields that are filled from a list elsewhere: those of the same key, else of the same label. */
export function matched(ours: Record<string, FieldDoc>, theirs: { value: string; label: string }[], lang: Lang): Record<string, string> {
  const found: [string, string][] = [];
  for (const [key, field] of Object.entries(ours)) {
    if (field.retired || field.value !== undefined) continue;
    const label = labelText(field.label, lang);
    const their = theirs.find((one) => one.value === key) ?? theirs.find((one) => label !== "" && one.label === label) ?? theirs.find((one) => SAME[key]?.includes(one.value));
    if (their) found.push([key, `row.${their.value}`]);
  }
  return Object.fromEntries(found);
}

/** Keys that mean the same in lists of characteristics. */
const SAME: Record<string, string[]> = { characteristic: ["analyte", "item", "name"], lower: ["min", "low"], upper: ["max", "high"], uom: ["unit"] };

/** What a field that was just dropped is likely to be, from the fields that stand there already. */
export function proposal(doc: Doc, path: string, kind: FieldKind, book: Book, lang: Lang): Partial<FieldDoc> | null {
  const { list, key } = splitPath(path);
  if (kind.key === "serial") return { rule: `${initials(doc.form) || "NO"}-{yyMMdd}-{###}` };
  if (kind.key === "quantity") {
    const of = ofWhat(doc, list, book);
    return of ? { of, uom: undefined } : null;
  }
  if (kind.key === "new_lot") {
    const material = linksTo(doc, book, "material")[0];
    return { new: { rule: lotRule(doc.form), ...(material ? { material } : {}) } };
  }
  if (kind.key === "verdict") {
    const rows = Object.entries(doc.fields).find(([, field]) => isList(field) && verdictIn(field));
    if (!list && rows) return { value: `ALL(${rows[0]}.${verdictIn(rows[1])!})` };
  }
  if (kind.key === "inspection_list") {
    const rows = limitsFor(doc, key, book, lang);
    return rows ? { rows } : null;
  }
  return null;
}

/** The lot or material a quantity is of: the one beside it, a new lot being of its material. */
function ofWhat(doc: Doc, list: string, book: Book): string | undefined {
  const material = linksTo(doc, book, "material")[0];
  const beside = lotPaths(doc, "old").filter((one) => splitPath(one).list === list);
  if (beside.length === 1) return splitPath(beside[0]!).key;
  return list ? undefined : material;
}

const verdictIn = (list: FieldDoc): string | undefined => Object.entries(list.fields ?? {}).find(([, field]) => field.type === "verdict" && !field.retired)?.[0];

/** Where limits may stand: behind the material, behind the material of a lot, in whatever else is linked. */
function limitPaths(doc: Doc, book: Book): { path: string; deep: boolean }[] {
  const materials = linksTo(doc, book, "material");
  const lots = lotPaths(doc, "old").filter((one) => !one.includes(".")).map((one) => `${one}.material`);
  const others = roots({ form: drawn(doc), list: "" }, book, "en").filter((one) => one.group === "form" && one.field?.type === "link" && !materials.includes(one.key));
  return [...[...materials, ...lots].map((path) => ({ path, deep: true })), ...others.map((one) => ({ path: one.key, deep: false }))];
}

/** Rows from the limits of the material's specification: the list behind the links here that agrees in most fields. */
function limitsFor(doc: Doc, list: string, book: Book, lang: Lang): { from: string; fields: Record<string, string> } | undefined {
  const spot: Spot = { form: drawn(doc), list: "" };
  const ours = fieldsOf(doc, list);
  const found = limitPaths(doc, book).flatMap(({ path, deep }) => listsBehind(path, deep, spot, book, lang));
  const rated = found.map(({ path, name }) => ({ from: path, fields: matched(ours, below(name, spot, book, lang).map((one) => ({ value: one.key, label: one.label })), lang) }));
  rated.sort((a, b) => Object.keys(b.fields).length - Object.keys(a.fields).length);
  return rated[0] && Object.keys(rated[0].fields).length >= 2 ? rated[0] : undefined;
}

/** Lists of what a path leads to; with `deep`, of what that links to as well. */
function listsBehind(path: string, deep: boolean, spot: Spot, book: Book, lang: Lang): { path: string; name: Name }[] {
  const start = nameAt(spot, book, path.split("."), lang);
  if (!start) return [];
  const found: { path: string; name: Name }[] = [];
  for (const one of below(start, spot, book, lang)) {
    if (one.field?.type === "list") found.push({ path: `${path}.${one.key}`, name: one });
    if (!deep || one.type.kind !== "link") continue;
    for (const two of below(one, spot, book, lang)) if (two.field?.type === "list") found.push({ path: `${path}.${one.key}.${two.key}`, name: two });
  }
  return found;
}

/** The paths whose forms a proposal needs: what the materials here link to, and those of the lots here. */
export function pathsToOpen(doc: Doc, book: Book, lang: Lang): string[] {
  const spot: Spot = { form: drawn(doc), list: "" };
  return limitPaths(doc, book)
    .filter((one) => one.deep)
    .flatMap(({ path }) => {
      const start = nameAt(spot, book, path.split("."), lang);
      const links = start ? below(start, spot, book, lang).filter((one) => one.type.kind === "link") : [];
      return [path, ...links.map((one) => `${path}.${one.key}`)];
    });
}
