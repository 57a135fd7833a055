import { type Doc, type FieldDoc, fieldAt, fieldsOf, freeKey, isList, joinPath, type Path, type SectionDoc, sectionOf, splitPath } from "./doc.ts";

/** Where something goes: into a list, or a section (null: what no section names), before a field or at the end. */
export type Spot = { list?: string; section?: number | null; before?: string | null };

type Fields = Record<string, FieldDoc>;

/** `fields` with `key` put before another, or last. */
function placed(fields: Fields, key: string, field: FieldDoc, before: string | null | undefined): Fields {
  const others = Object.entries(fields).filter(([one]) => one !== key);
  const at = before ? others.findIndex(([one]) => one === before) : -1;
  others.splice(at < 0 ? others.length : at, 0, [key, field]);
  return Object.fromEntries(others);
}

function without<T>(by: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(by).filter(([one]) => one !== key));
}

function withFields(doc: Doc, list: string, fields: Fields): Doc {
  if (!list) return { ...doc, fields };
  const owner = doc.fields[list];
  return owner ? { ...doc, fields: { ...doc.fields, [list]: { ...owner, fields } } } : doc;
}

function withSections(doc: Doc, change: (section: SectionDoc, index: number) => SectionDoc): Doc {
  return doc.sections ? { ...doc, sections: doc.sections.map(change) } : doc;
}

/** Names `key` in one section only, before another field of it. */
function inSection(doc: Doc, key: string, section: number | null | undefined, before: string | null | undefined): Doc {
  return withSections(doc, (one, index) => {
    if (index !== section && !one.fields.includes(key)) return one;
    const fields = one.fields.filter((other) => other !== key);
    if (index === section) {
      const at = before ? fields.indexOf(before) : -1;
      fields.splice(at < 0 ? fields.length : at, 0, key);
    }
    return { ...one, fields };
  });
}

/** What follows the last field of a section among all fields, so that the order of the document is the order drawn. */
function afterSection(doc: Doc, section: number | null | undefined, key: string): string | null {
  if (section === null || section === undefined) return null;
  const fields = (doc.sections?.[section]?.fields ?? []).filter((one) => one !== key && Object.hasOwn(doc.fields, one));
  const keys = Object.keys(doc.fields).filter((one) => one !== key);
  const last = fields.length ? keys.indexOf(fields[fields.length - 1] as string) : -1;
  return last < 0 ? null : (keys[last + 1] ?? null);
}

/** Puts a new field under a free key; where it went says `freeKey`. Lists never go into lists: they fall beside them. */
export function addField(doc: Doc, key: string, field: FieldDoc, spot: Spot): Doc {
  const list = spot.list && !isList(field) && isList(doc.fields[spot.list]) ? spot.list : "";
  if (list) return withFields(doc, list, placed(fieldsOf(doc, list), freeKey(doc, key, list), field, spot.before));
  if (spot.list) return addField(doc, key, field, { section: sectionOf(doc, spot.list), before: following(doc, spot.list) });
  const free = freeKey(doc, key);
  const made = { ...doc, fields: placed(doc.fields, free, field, spot.before ?? afterSection(doc, spot.section, free)) };
  return inSection(made, free, spot.section, spot.before);
}

/** The field drawn after `key` in its own part, null where it is the last. */
export function following(doc: Doc, path: Path): string | null {
  const { list, key } = splitPath(path);
  const section = list ? null : sectionOf(doc, key);
  const named = new Set((doc.sections ?? []).flatMap((one) => one.fields));
  const order = section === null ? Object.keys(fieldsOf(doc, list)).filter((one) => list || !named.has(one)) : (doc.sections?.[section]?.fields ?? []);
  return order.slice(order.indexOf(key) + 1).find((one) => !fieldsOf(doc, list)[one]?.retired) ?? null;
}

/** The spot right after a field. */
export function spotAfter(doc: Doc, path: Path): Spot {
  const { list, key } = splitPath(path);
  const before = following(doc, path);
  return list ? { list, before } : { section: sectionOf(doc, key), before };
}

function drop(doc: Doc, path: Path): Doc {
  const { list, key } = splitPath(path);
  const left = withFields(doc, list, without(fieldsOf(doc, list), key));
  return list ? left : inSection(left, key, undefined, null);
}

/** Without the fields inside lists that are moved themselves. */
export function outermost(paths: Path[]): Path[] {
  const chosen = new Set(paths);
  return [...chosen].filter((path) => !splitPath(path).list || !chosen.has(splitPath(path).list));
}

/**
 * Moves fields together to one spot, in the order given. A published field keeps to its list, or to the form: its
 * column is there; a list does not go into a list.
 */
export function moveFields(doc: Doc, paths: Path[], spot: Spot, published: Doc | null = null): Doc {
  const moved = outermost(paths).filter((path) => fieldAt(doc, path) && mayMove(doc, path, spot, published));
  const going = new Set(moved.map((path) => splitPath(path).key));
  const before = settled(doc, spot, going);
  return moved.reduce((now, path) => {
    const { list, key } = splitPath(path);
    const field = fieldAt(now, path) as FieldDoc;
    if ((spot.list ?? "") !== list) return addField(drop(now, path), key, field, { ...spot, before });
    if (list) return withFields(now, list, placed(fieldsOf(now, list), key, field, before));
    const there = { ...now, fields: placed(now.fields, key, field, before ?? afterSection(now, spot.section, key)) };
    return inSection(there, key, spot.section, before);
  }, doc);
}

/** Whether a field may go to a spot. */
export function mayMove(doc: Doc, path: Path, spot: Spot, published: Doc | null): boolean {
  const { list } = splitPath(path);
  if ((spot.list ?? "") === list) return true;
  if (published && fieldAt(published, path)) return false;
  return !spot.list || !isList(fieldAt(doc, path));
}

/** The field to stand before, once those that go are gone from among the others. */
function settled(doc: Doc, spot: Spot, going: Set<string>): string | null {
  let before = spot.before ?? null;
  while (before && going.has(before)) before = following(doc, joinPath(spot.list ?? "", before));
  return before;
}

/** Deletes fields. Published ones are retired instead: their data stays. */
export function removeFields(doc: Doc, paths: Path[], published: Doc | null): Doc {
  return paths.reduce((now, path) => {
    const field = fieldAt(now, path);
    if (!field) return now;
    if (published && fieldAt(published, path)) return setField(now, path, { retired: true });
    return drop(now, path);
  }, doc);
}

/** Puts copies of fields (or of fields from another form) at a spot, under free keys. */
export function copyFields(doc: Doc, fields: { key: string; field: FieldDoc }[], spot: Spot): Doc {
  return fields.reduce((now, { key, field }) => addField(now, key, without(field, "retired") as FieldDoc, spot), doc);
}

/** Changes properties of a field; `undefined` removes one. */
export function setField(doc: Doc, path: Path, changes: Partial<FieldDoc>): Doc {
  const { list, key } = splitPath(path);
  const field = fieldAt(doc, path);
  return field ? withFields(doc, list, { ...fieldsOf(doc, list), [key]: changed(field, changes) as FieldDoc }) : doc;
}

function changed(old: Record<string, unknown>, changes: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...old, ...changes }).filter(([, value]) => value !== undefined));
}

/** Changes properties of the form; `undefined` removes one. */
export function setForm(doc: Doc, changes: Partial<Doc>): Doc {
  return changed(doc, changes) as Doc;
}

/** A new section before another (or last); `fields` go into it. */
export function addSection(doc: Doc, section: SectionDoc, before?: number | null): Doc {
  const sections = (doc.sections ?? []).map((one) => ({ ...one, fields: one.fields.filter((key) => !section.fields.includes(key)) }));
  sections.splice(before ?? sections.length, 0, section);
  return { ...doc, sections };
}

/** Moves a section to stand before another; `before` counts the sections as they stand now. */
export function moveSection(doc: Doc, from: number, before: number): Doc {
  const sections = [...(doc.sections ?? [])];
  const [moved] = sections.splice(from, 1);
  if (!moved) return doc;
  sections.splice(before > from ? before - 1 : before, 0, moved);
  return { ...doc, sections };
}

/** Changes properties of a section; `undefined` removes one. */
export function setSection(doc: Doc, index: number, changes: Partial<SectionDoc>): Doc {
  return withSections(doc, (one, at) => (at === index ? (changed(one, changes) as SectionDoc) : one));
}

/** Deletes a section; its fields fall to the one before it, those of the first to the next, those of the only one to the form. */
export function removeSection(doc: Doc, index: number): Doc {
  const sections = doc.sections ?? [];
  const gone = sections[index];
  if (!gone) return doc;
  const heir = index > 0 ? index - 1 : 1;
  const left = sections
    .map((one, at) => (at === heir ? { ...one, fields: index > 0 ? [...one.fields, ...gone.fields] : [...gone.fields, ...one.fields] } : one))
    .filter((_, at) => at !== index);
  return left.length ? { ...doc, sections: left } : (without(doc, "sections") as Doc);
}

/** A section of its own for the fields that none names, so that what is new can stand behind them. */
function allSectioned(doc: Doc): Doc {
  const named = new Set((doc.sections ?? []).flatMap((one) => one.fields));
  const rest = Object.keys(doc.fields).filter((key) => !named.has(key));
  const live = rest.some((key) => !doc.fields[key]?.retired);
  return live ? { ...doc, sections: [...(doc.sections ?? []), { label: { zh: "", en: "" }, fields: rest }] } : doc;
}

/** Begins a section at a spot: the fields of that part from there on stand in it. Answers where it came to stand. */
export function splitAt(doc: Doc, spot: Spot, section: SectionDoc): { doc: Doc; at: number } {
  const whole = allSectioned(doc);
  const sections = whole.sections ?? [];
  const here = spot.section ?? sections.length - 1;
  const fields = sections[here]?.fields ?? [];
  const from = spot.before ? fields.indexOf(spot.before) : -1;
  const taken = from < 0 ? [] : fields.slice(from);
  const at = Math.min(here + 1, sections.length);
  return { doc: addSection(whole, { ...section, fields: taken }, at), at };
}
