import { type Label, type Lang, words } from "../../kit/index.ts";
import { type Doc, fieldAt, freeKey, groupsOf, joinPath, keyFrom, labelOf, type Path, splitPath } from "./model/doc.ts";
import type { FieldKind } from "../model/fieldTypes.ts";
import { addField, following, removeFields, setField, splitAt, type Spot, spotAfter } from "./model/ops.ts";
import type { DesignerStore } from "./model/store.ts";

/** Something of the palette: a kind of field, or a part of the layout that sections make. */
export type Dropped = { kind: FieldKind } | { part: "section" | "tab" };

const say = (key: string, values?: Record<string, unknown>): string => words("forms", key, values);

/** The names of fields in words: `供应商、批次`. */
export function namesOf(doc: Doc, paths: Path[], lang: Lang): string {
  return paths.map((path) => labelOf(splitPath(path).key, fieldAt(doc, path), lang)).join(say("comma"));
}

/** Where a click puts something: after what is selected, else at the end of the last part. */
export function nextSpot(doc: Doc, selected: Path[]): Spot {
  const last = selected.filter((path) => fieldAt(doc, path)).at(-1);
  if (last !== undefined) return spotAfter(doc, last);
  const section = sectionIn(selected);
  return { section: section ?? groupsOf(doc).at(-1)?.section ?? null };
}

/** A section stands in the selection as `sections[1]`. */
export function sectionIn(selected: Path[]): number | null {
  const found = /^sections\[(\d+)\]$/.exec(selected[0] ?? "");
  return found && selected.length === 1 ? Number(found[1]) : null;
}

export const sectionPath = (index: number): Path => `sections[${index}]`;

/** A label not given yet beside those that stand there: `文本`, then `文本 2`. */
function freeLabel(doc: Doc, list: string, label: Label): Label {
  const taken = new Set(Object.values((list ? doc.fields[list]?.fields : doc.fields) ?? {}).map((field) => JSON.stringify(field.label)));
  for (let n = 1; ; n += 1) {
    const wish = n === 1 ? label : { zh: `${label.zh} ${n}`, en: `${label.en} ${n}` };
    if (!taken.has(JSON.stringify(wish))) return wish;
  }
}

/** Puts something of the palette on the form and selects it; answers its path. */
export function dropOn(store: DesignerStore, dropped: Dropped, spot: Spot, lang: Lang): Path {
  return "part" in dropped ? dropPart(store, dropped.part, spot) : dropKind(store, dropped.kind, spot, lang);
}

function dropKind(store: DesignerStore, kind: FieldKind, spot: Spot, lang: Lang): Path {
  const { doc } = store.get();
  const list = spot.list && kind.in_list && kind.type !== "list" ? spot.list : "";
  const where = list || !spot.list ? spot : spotAfter(doc, spot.list);
  const label = freeLabel(doc, list, kind.label);
  const key = freeKey(doc, keyFrom(kind.key), list);
  store.apply(say("design_did.add", { what: lang === "en" ? label.en : label.zh }), (now) => addField(now, key, { ...kind.start, label }, where));
  const path = joinPath(list, key);
  store.select([path]);
  store.dropped(path);
  return path;
}

function dropPart(store: DesignerStore, part: "section" | "tab", spot: Spot): Path {
  const { doc } = store.get();
  const count = (doc.sections ?? []).filter((one) => Boolean(one.tab) === (part === "tab")).length + 1;
  const label = { zh: `${part === "tab" ? "标签页" : "分组"} ${count}`, en: `${part === "tab" ? "Tab" : "Section"} ${count}` };
  const where = spot.list ? spotAfter(doc, spot.list) : spot;
  let at = 0;
  store.apply(say("design_did.add", { what: say(`design_${part}`) }), (now) => {
    const made = splitAt(now, where, { label, fields: [], ...(part === "tab" ? { tab: true } : {}) });
    at = made.at;
    return made.doc;
  });
  store.select([sectionPath(at)]);
  return sectionPath(at);
}

/** Deletes what is selected, published fields are retired; selects what stood after it. */
export function removeSelected(store: DesignerStore, lang: Lang): void {
  const { doc, published, selected } = store.get();
  const paths = selected.filter((path) => fieldAt(doc, path));
  const last = paths.at(-1);
  if (last === undefined) return;
  const { list } = splitPath(last);
  const next = following(doc, last);
  store.apply(say("design_did.remove", { what: namesOf(doc, paths, lang) }), (now) => removeFields(now, paths, published));
  const beside = next ? joinPath(list, next) : list;
  store.select(beside && fieldAt(store.get().doc, beside) ? [beside] : []);
}

/** A label with the text of one language changed; what the palette had put in the other goes. */
export function relabelled(old: Label | string | null | undefined, lang: Lang, text: string, kind: FieldKind | undefined): Label {
  const known: Label = typeof old === "string" ? { zh: old, en: old } : { zh: "", en: "", ...old };
  const other = lang === "en" ? "zh" : "en";
  const stock = kind ? kind.label[other] : "";
  const isStock = stock !== "" && (known[other] === stock || known[other].replace(/ \d+$/, "") === stock);
  const same = known.zh === known.en;
  return { ...known, [lang]: text, ...(isStock || same ? { [other]: "" } : {}) };
}

/** Gives a field another label. */
export function relabel(store: DesignerStore, path: Path, text: string, lang: Lang, kind: FieldKind | undefined): void {
  const field = fieldAt(store.get().doc, path);
  const { key } = splitPath(path);
  if (!field || !text.trim() || labelOf(key, field, lang) === text.trim()) return;
  const name = say("design_did.label", { what: text.trim() });
  store.apply(name, (doc) => setField(doc, path, { label: relabelled(field.label, lang, text.trim(), kind) }));
}
