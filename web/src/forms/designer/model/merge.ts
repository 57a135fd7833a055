import type { Doc, SectionDoc } from "./doc.ts";

/** A property that both sides changed to different values; `doc` has mine. */
export type Clash = { path: string; mine: unknown; theirs: unknown };

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether two values are the same document. The order of keys counts: it is the order of fields. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, n) => same(one, b[n]));
  if (!isTree(a) || !isTree(b)) return false;
  const [left, right] = [Object.keys(a), Object.keys(b)];
  return left.length === right.length && left.every((key, n) => key === right[n] && same(a[key], b[key]));
}

/**
 * Both people's changes to one document: field by field, property by property, and the order.
 * Where both changed the same property, mine stands and the clash is told. A field one person changed is not lost because
 * the other deleted it.
 */
export function merge3(base: Doc, mine: Doc, theirs: Doc): { doc: Doc; clashes: Clash[] } {
  const clashes: Clash[] = [];
  const doc = merged(base, mine, theirs, "", clashes) as Doc;
  return { doc: doc.sections && !same(mine, theirs) ? { ...doc, sections: tidied(doc, mine) } : doc, clashes };
}

/** Each field in one section only (mine, where both moved it), and none that is gone. */
function tidied(doc: Doc, mine: Doc): SectionDoc[] {
  const sections = doc.sections ?? [];
  const times = new Map<string, number>();
  for (const key of sections.flatMap((section) => section.fields)) times.set(key, (times.get(key) ?? 0) + 1);
  if ([...times].every(([key, count]) => count === 1 && Object.hasOwn(doc.fields, key))) return sections;
  const ofMine = (key: string): string | undefined => {
    const found = mine.sections?.find((section) => section.fields.includes(key));
    return found && JSON.stringify(found.label);
  };
  const told = new Set<string>();
  return sections.map((section) => ({
    ...section,
    fields: section.fields.filter((key) => {
      const elsewhere = (times.get(key) ?? 0) > 1 && sections.some((one) => JSON.stringify(one.label) === ofMine(key));
      if (!Object.hasOwn(doc.fields, key) || told.has(key)) return false;
      if (elsewhere && JSON.stringify(section.label) !== ofMine(key)) return false;
      told.add(key);
      return true;
    }),
  }));
}

function merged(base: unknown, mine: unknown, theirs: unknown, path: string, clashes: Clash[]): unknown {
  if (same(mine, theirs) || same(theirs, base)) return mine;
  if (same(mine, base)) return theirs;
  if (isTree(mine) && isTree(theirs)) return mergedTree(isTree(base) ? base : {}, mine, theirs, path, clashes);
  const lists = [base ?? [], mine, theirs];
  if (path === "sections") return mergedSections(...(lists as [SectionDoc[], SectionDoc[], SectionDoc[]]), clashes);
  if (lists.every(isKeyed)) return mergedKeyed(lists[0] as Tree[], mine as Tree[], theirs as Tree[], path, clashes);
  if (lists.every(isNames)) return mergedOrder(lists[0] as string[], mine as string[], theirs as string[]);
  clashes.push({ path, mine, theirs });
  return mine === undefined ? theirs : mine;
}

function mergedTree(base: Tree, mine: Tree, theirs: Tree, path: string, clashes: Clash[]): Tree {
  const kept = (key: string): boolean => {
    if (Object.hasOwn(mine, key) && Object.hasOwn(theirs, key)) return true;
    if (!Object.hasOwn(base, key)) return true;
    const left = Object.hasOwn(mine, key) ? mine[key] : theirs[key];
    const alive = Object.hasOwn(mine, key) || Object.hasOwn(theirs, key);
    return alive && !same(left, base[key]);
  };
  const order = mergedOrder(Object.keys(base), Object.keys(mine), Object.keys(theirs), kept);
  return Object.fromEntries(
    order.map((key) => {
      const at = path ? `${path}.${key}` : key;
      if (!Object.hasOwn(mine, key)) return [key, theirs[key]];
      if (!Object.hasOwn(theirs, key)) return [key, mine[key]];
      return [key, merged(base[key], mine[key], theirs[key], at, clashes)];
    }),
  );
}

const isNames = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === "string") && new Set(value).size === value.length;

/** What names an item of a list: an option's or a view's key, a section's or a rule's label. */
function nameOf(item: unknown): string | null {
  if (!isTree(item)) return null;
  if (typeof item.key === "string") return item.key;
  const words = item.label ?? item.name;
  return words === undefined || words === null ? null : JSON.stringify(words);
}

function isKeyed(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const names = value.map(nameOf);
  return names.every((name) => name !== null) && new Set(names).size === names.length;
}

/** Items that carry a name, merged by it as a tree. */
function mergedKeyed(base: Tree[], mine: Tree[], theirs: Tree[], path: string, clashes: Clash[]): Tree[] {
  const byName = (items: Tree[]): Tree => Object.fromEntries(items.map((item) => [` ${nameOf(item)}`, item]));
  return Object.values(mergedTree(byName(base), byName(mine), byName(theirs), path, clashes)) as Tree[];
}

/**
 * The order of both: what I moved stands where I put it, the rest in their order. What either added is in, what either
 * removed is out, unless `kept` says otherwise.
 */
function mergedOrder(base: string[], mine: string[], theirs: string[], kept?: (key: string) => boolean): string[] {
  const inBase = new Set(base);
  const both = (key: string): boolean => mine.includes(key) && theirs.includes(key);
  const stays = kept ?? ((key: string): boolean => both(key) || !inBase.has(key));
  const moved = mineMoved(base, mine);
  const lead = moved ? mine : theirs;
  const rest = moved ? theirs : mine;
  const out = lead.filter(stays);
  const placed = new Set(out);
  rest.forEach((key, n) => {
    if (placed.has(key) || !stays(key)) return;
    const before = rest.slice(0, n).reverse().find((one) => placed.has(one));
    out.splice(before === undefined ? 0 : out.indexOf(before) + 1, 0, key);
    placed.add(key);
  });
  return out;
}

/** Whether what is in both stands in another order now. */
function mineMoved(base: string[], mine: string[]): boolean {
  const left = base.filter((key) => mine.includes(key));
  const right = mine.filter((key) => base.includes(key));
  return left.some((key, n) => key !== right[n]);
}

/** Sections have no key: one is the same as before by its label, else by the fields it holds. */
function mergedSections(base: SectionDoc[] | undefined, mine: SectionDoc[] | undefined, theirs: SectionDoc[] | undefined, clashes: Clash[]): SectionDoc[] {
  const before = base ?? [];
  const [left, right] = [identified(before, mine ?? []), identified(before, theirs ?? [])];
  return Object.values(mergedTree(identified(before, before), left, right, "sections", clashes)) as SectionDoc[];
}

function identified(base: SectionDoc[], sections: SectionDoc[]): Tree {
  const free = new Set(base.keys());
  const shared = (a: SectionDoc, b: SectionDoc): number => a.fields.filter((key) => b.fields.includes(key)).length;
  const names = sections.map((section) => {
    const at = [...free].find((n) => same(base[n]?.label, section.label));
    if (at !== undefined) free.delete(at);
    return at;
  });
  return Object.fromEntries(
    sections.map((section, n) => {
      const likely = [...free].sort((a, b) => shared(base[b] as SectionDoc, section) - shared(base[a] as SectionDoc, section))[0];
      const at = names[n] ?? (likely !== undefined && shared(base[likely] as SectionDoc, section) > 0 ? likely : undefined);
      if (at !== undefined) free.delete(at);
      return [at === undefined ? `new ${JSON.stringify(section.label)} ${section.fields[0] ?? ""}` : `old ${at}`, section];
    }),
  );
}
