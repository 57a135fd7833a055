/** What a form does to lots, as its document says it, and good proposals for what it does not say yet. */
import type { FormDef } from "../../../api/index.ts";
import { labelText } from "../../../kit/index.ts";
import { type Book, nameAt, type Spot } from "../../condition/names.ts";
import { drawn } from "../expr/place.ts";
import { type Doc, eachField, type FieldDoc, freeKey, type Path, typeOf } from "../model/doc.ts";
import { addField, setForm } from "../model/ops.ts";

export const VERBS = ["receive", "create", "transform", "move", "pack", "unpack", "ship", "observe", "dispose"] as const;
export type Verb = (typeof VERBS)[number];

export type LotLink = { lot: string; quantity?: string; at?: string; only_when?: string };
export type Mapping = {
  verb: Verb;
  inputs?: LotLink[];
  outputs?: LotLink[];
  objects?: LotLink[];
  parent?: string;
  where?: string;
  source?: string;
  destination?: string;
  when?: string;
  step?: string;
  status?: string;
  loss?: string;
  split?: boolean;
  only_when?: string;
};
export type Part = "inputs" | "outputs" | "objects";

/** What a verb is said with: lists of lots, whether they need quantities, the rest. */
export const SAYS: Record<Verb, { lots: Part[]; quantities: Part[]; makes: Part | "parent" | null; parent: boolean; places: ("where" | "source" | "destination")[]; status: boolean }> = {
  receive: { lots: ["outputs"], quantities: ["outputs"], makes: "outputs", parent: false, places: ["source", "where"], status: true },
  create: { lots: ["outputs"], quantities: ["outputs"], makes: "outputs", parent: false, places: ["where"], status: true },
  transform: { lots: ["inputs", "outputs"], quantities: ["inputs", "outputs"], makes: "outputs", parent: false, places: ["where"], status: true },
  move: { lots: ["objects"], quantities: [], makes: null, parent: false, places: ["source", "destination"], status: false },
  pack: { lots: ["inputs"], quantities: [], makes: "parent", parent: true, places: ["where"], status: false },
  unpack: { lots: ["outputs"], quantities: [], makes: null, parent: true, places: ["where"], status: false },
  ship: { lots: ["objects"], quantities: [], makes: null, parent: false, places: ["source", "destination"], status: false },
  observe: { lots: ["objects"], quantities: [], makes: null, parent: false, places: ["where"], status: true },
  dispose: { lots: ["objects"], quantities: ["objects"], makes: null, parent: false, places: ["where"], status: true },
};

/** The seven tiles a person chooses from, each with the verbs behind it. */
export const TILES: { key: string; verbs: Verb[] }[] = [
  { key: "receive", verbs: ["receive"] },
  { key: "create", verbs: ["create"] },
  { key: "transform", verbs: ["transform"] },
  { key: "move", verbs: ["move"] },
  { key: "pack", verbs: ["pack", "unpack"] },
  { key: "ship", verbs: ["ship"] },
  { key: "observe", verbs: ["observe", "dispose"] },
];

const many = (value: unknown): LotLink[] => (value === undefined || value === null ? [] : Array.isArray(value) ? (value as LotLink[]) : [value as LotLink]);

/** The events of a document; one may stand without its list, in the pack's way. */
export function mappingsOf(doc: Doc): Mapping[] {
  const all = doc.trace === undefined || doc.trace === null ? [] : Array.isArray(doc.trace) ? doc.trace : [doc.trace];
  return (all as Record<string, unknown>[]).map((one) => {
    const made = { ...one } as unknown as Mapping;
    for (const part of ["inputs", "outputs", "objects"] as const) if (one[part] !== undefined) made[part] = many(one[part]);
    return made;
  });
}

/** The document with other events. Empty parts are left out. */
export function withMappings(doc: Doc, mappings: Mapping[]): Doc {
  const plain = mappings.map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined && value !== "" && value !== false && !(Array.isArray(value) && !value.length))));
  return setForm(doc, { trace: plain.length ? plain : undefined });
}

const live = (doc: Doc) => eachField(doc).filter((one) => !one.field.retired && !(one.list && doc.fields[one.list]?.retired));

/** The lot fields: all, those that make a new lot, those that take one that exists. */
export function lotPaths(doc: Doc, kind?: "new" | "old"): Path[] {
  return live(doc)
    .filter((one) => typeOf(one.field) === "lot" && (kind === undefined || (kind === "new") === Boolean(one.field.new)))
    .map((one) => one.path);
}

const COUNTS = new Set(["quantity", "catch_weight"]);

/** The quantity that belongs to a lot: beside it, of it or of its material, else the only one that is of no other lot. */
export function quantityFor(doc: Doc, lot: Path): string | undefined {
  const list = lot.includes(".") ? lot.split(".")[0]! : "";
  const key = lot.split(".").at(-1);
  const others = lotPaths(doc).filter((one) => one !== lot).map((one) => one.split(".").at(-1));
  const beside = live(doc).filter((one) => one.list === list && COUNTS.has(typeOf(one.field)) && !others.includes(String(one.field.of ?? "")));
  const of = beside.find((one) => String(one.field.of ?? "") === key);
  return (of ?? (beside.length === 1 ? beside[0] : beside.find((one) => one.field.of !== undefined)))?.path;
}

/** Link fields to a form that plays a part for tracing. */
export function linksTo(doc: Doc, book: Book, role: string): Path[] {
  const spot: Spot = { form: drawn(doc), list: "" };
  return live(doc)
    .filter((one) => !one.list && leadsTo(spot, book, one.path) !== undefined)
    .filter((one) => {
      const form = leadsTo(spot, book, one.path)!;
      return roleOf(book, form) === role || (role === "place" && typeOf(one.field) === "location");
    })
    .map((one) => one.path);
}

function leadsTo(spot: Spot, book: Book, path: string): string | undefined {
  const type = nameAt(spot, book, path.split("."))?.type;
  return type?.kind === "link" ? type.form : undefined;
}

function roleOf(book: Book, form: string): string | undefined {
  const serves = (book.form(form) as (FormDef & { serves?: { role?: string } | null }) | undefined)?.serves;
  return serves?.role ?? (["material", "place", "party"].find((role) => book.serving(role) === form));
}

const dateTime = (doc: Doc): Path | undefined => live(doc).find((one) => !one.list && typeOf(one.field) === "datetime" && one.field.value === undefined)?.path;

/** An event with everything that can be guessed from the fields. */
export function proposed(doc: Doc, book: Book, verb: Verb): Mapping {
  const says = SAYS[verb];
  const used = new Set<string>();
  const links = (part: Part): LotLink[] => {
    const wanted = says.makes === part ? lotPaths(doc, "new") : lotPaths(doc, "old");
    const found = wanted.length || says.makes !== part || verb === "transform" ? wanted : lotPaths(doc);
    const paths = found.filter((path) => !used.has(path));
    const chosen = part === "outputs" && says.makes === part ? paths.slice(0, 1) : paths;
    for (const path of chosen) used.add(path);
    return chosen.map((lot) => ({ lot, ...(says.quantities.includes(part) || verb !== "observe" ? { quantity: quantityFor(doc, lot) } : {}) }));
  };
  const places = linksTo(doc, book, "place");
  const parties = linksTo(doc, book, "party");
  const mapping: Mapping = { verb, when: dateTime(doc) };
  const verdict = says.status && verb !== "dispose" ? Object.entries(doc.fields).find(([, field]) => field.type === "verdict" && !field.retired)?.[0] : undefined;
  if (verdict && (verb === "receive" || verb === "observe")) mapping.status = `IF(${verdict}, "released", "held")`;
  for (const part of says.lots) mapping[part] = links(part);
  if (says.parent) mapping.parent = lotPaths(doc).find((path) => !path.includes(".") && !used.has(path));
  if (says.places.includes("where")) mapping.where = places[0];
  if (says.places.includes("source")) mapping.source = verb === "receive" ? parties[0] : places.length > 1 || verb === "ship" ? places[0] : undefined;
  if (says.places.includes("destination")) mapping.destination = verb === "ship" ? (parties[0] ?? places[1]) : places.at(-1);
  return mapping;
}

/** What is still to be said, as a fix that one click makes. */
export type Fix = { key: "lot" | "quantity" | "place" | "party" | "material"; part?: Part; at?: number };

/** Verbs after which what was made lies somewhere. */
const LIES: Verb[] = ["receive", "create", "transform"];

/** The fixes that a mapping needs before it can be published. */
export function fixesOf(doc: Doc, mapping: Mapping, book: Book): Fix[] {
  const says = SAYS[mapping.verb];
  const fixes: Fix[] = [];
  for (const part of says.lots) {
    const links = mapping[part] ?? [];
    if (!links.length && mapping.verb !== "unpack") fixes.push({ key: "lot", part });
    links.forEach((link, at) => {
      if (says.quantities.includes(part) && !link.quantity && !(mapping.split && part === "inputs")) fixes.push({ key: "quantity", part, at });
      const field = live(doc).find((one) => one.path === link.lot)?.field;
      const made = field?.new as { material?: string; kind?: string } | undefined;
      if (made && !made.material && made.kind !== "logistic" && !mapping.split) fixes.push({ key: "material", part, at });
    });
  }
  const placed = mapping.verb === "move" ? mapping.destination : LIES.includes(mapping.verb) ? mapping.where : "elsewhere";
  if (!placed && book.serving("place")) fixes.push({ key: "place" });
  return fixes;
}

const WORDS = {
  lot_new: { zh: "批号", en: "New lot" },
  lot_old: { zh: "批次", en: "Lot" },
  quantity: { zh: "数量", en: "Quantity" },
  quantity_inputs: { zh: "投入数量", en: "Quantity in" },
  quantity_outputs: { zh: "产出数量", en: "Quantity out" },
  place: { zh: "库位", en: "Place" },
  material: { zh: "物料", en: "Material" },
};

/** A rule for lot codes of a form: `RAW-261130-001`. */
export function lotRule(form: string): string {
  return `${form.split("_")[0]!.slice(0, 3).toUpperCase()}-{yyMMdd}-{###}`;
}

function material(doc: Doc, book: Book): { doc: Doc; path: string } {
  const found = linksTo(doc, book, "material")[0];
  if (found) return { doc, path: found };
  const key = freeKey(doc, "material");
  return { doc: addField(doc, key, { type: "link", to: book.serving("material") ?? "material", label: WORDS.material, required: true }, {}), path: key };
}

function setAt(doc: Doc, path: Path, change: (field: FieldDoc) => FieldDoc): Doc {
  const [first = "", row] = path.split(".");
  const field = doc.fields[first]!;
  const next = row ? { ...field, fields: { ...field.fields, [row]: change(field.fields![row]!) } } : change(field);
  return { ...doc, fields: { ...doc.fields, [first]: next } };
}

/** What a new lot can be told from the fields beside it, by their names: where it came from, its dates. */
const FACTS: Record<string, { types: string[]; said: RegExp }> = {
  supplier_lot: { types: ["text", "scan"], said: /supplier_?'?s?[ _]lot|vendor[ _]lot|供应商批号|供货批号|来料批号/i },
  produced_on: { types: ["date"], said: /produced|production[ _]date|manufactur|生产日期/i },
  expires_on: { types: ["date"], said: /expir|best[ _]before|use[ _]by|保质期|有效期|到期/i },
};

function factsOf(doc: Doc): Record<string, string> {
  const found = Object.entries(FACTS).flatMap(([fact, { types, said }]) => {
    const field = live(doc).find(({ list, key, field: one }) => !list && types.includes(typeOf(one)) && said.test(`${key} ${labelText(one.label, "zh")} ${labelText(one.label, "en")}`));
    return field ? [[fact, field.path]] : [];
  });
  return Object.fromEntries(found) as Record<string, string>;
}

/** The document with the material of its new lots said: the link to a material, made where there is none. */
export function withMaterial(doc: Doc, book: Book, lot: Path): Doc {
  const found = material(doc, book);
  return setAt(found.doc, lot, (field) => ({ ...field, new: { ...factsOf(doc), ...(field.new as object), material: found.path } }));
}

/** The document after a fix of its event `at`. */
export function fixed(doc: Doc, book: Book, index: number, fix: Fix): Doc {
  const mappings = mappingsOf(doc);
  const mapping = mappings[index]!;
  const put = (next: Doc, changes: Partial<Mapping>): Doc => withMappings(next, mappings.map((one, at) => (at === index ? { ...one, ...changes } : one)));
  if (fix.key === "place") {
    const key = freeKey(doc, "location");
    return put(addField(doc, key, { type: "location", to: book.serving("place"), label: WORDS.place, required: true }, {}), { [mapping.verb === "move" ? "destination" : "where"]: key });
  }
  const part = fix.part!;
  const links = mapping[part] ?? [];
  if (fix.key === "lot") {
    const makes = SAYS[mapping.verb].makes === part;
    const key = freeKey(doc, "lot");
    const field: FieldDoc = makes ? { type: "lot", label: WORDS.lot_new, new: { rule: lotRule(doc.form) } } : { type: "lot", label: WORDS.lot_old, required: true, scan: true };
    let next = addField(doc, key, field, {});
    if (makes) next = withMaterial(next, book, key);
    return put(next, { [part]: [...links, { lot: key, quantity: quantityFor(next, key) }] });
  }
  const link = links[fix.at!]!;
  if (fix.key === "material") return withMaterial(doc, book, link.lot);
  const found = quantityFor(doc, link.lot);
  if (found) return put(doc, { [part]: links.map((one) => (one === link ? { ...one, quantity: found } : one)) });
  const list = link.lot.includes(".") ? link.lot.split(".")[0]! : "";
  const key = freeKey(doc, "quantity", list);
  const lot = live(doc).find((one) => one.path === link.lot)?.field;
  const made = lot?.new as { material?: string } | undefined;
  // Of a lot that is made, a quantity is of the lot itself where others stand beside it, else of its material.
  const of = made && mapping.verb !== "transform" ? (made.material ?? "") : link.lot.split(".").at(-1)!;
  const next = addField(doc, key, { type: "quantity", label: mapping.verb === "transform" && part !== "objects" ? WORDS[`quantity_${part}`] : WORDS.quantity, required: true, ...(of ? { of } : { uom: "kg" }) }, list ? { list } : {});
  return put(next, { [part]: links.map((one) => (one === link ? { ...one, quantity: list ? `${list}.${key}` : key } : one)) });
}

/** Adds an event and mends at once what only one answer fits: the lot, its quantity, its material. */
export function withEvent(doc: Doc, book: Book, verb: Verb): Doc {
  let next = doc;
  const taken = new Set(mappingsOf(doc).flatMap((one) => [...(one.outputs ?? []), ...(one.inputs ?? []), ...(one.objects ?? [])].map((link) => link.lot)));
  const mapping = proposed(doc, book, verb);
  for (const part of ["inputs", "outputs", "objects"] as const) mapping[part] = mapping[part]?.filter((link) => part !== "outputs" || !taken.has(link.lot));
  const makes = SAYS[verb].makes;
  // A plain lot field in the place of a lot that is made becomes a new lot by rule, unless it was published as it is.
  const link = makes === "outputs" ? mapping.outputs?.[0] : undefined;
  if (link && (verb === "receive" || verb === "create")) {
    next = setAt(next, link.lot, (field) => (field.new ? field : { ...field, scan: undefined, where: undefined, required: undefined, new: { rule: lotRule(doc.form) } }));
  }
  next = withMappings(next, [...mappingsOf(next), mapping]);
  const index = mappingsOf(next).length - 1;
  for (let n = 0; n < 8; n += 1) {
    const fix = fixesOf(next, mappingsOf(next)[index]!, book).find((one) => one.key !== "place");
    if (!fix) break;
    next = fixed(next, book, index, fix);
  }
  return next;
}

/** What a field is in the events, for its properties and its badge. */
export function partOf(doc: Doc, path: Path): { event: number; verb: Verb; part: Part | "quantity" | "parent" | "where" | "source" | "destination" | "when" }[] {
  return mappingsOf(doc).flatMap((mapping, event) => {
    const found: ReturnType<typeof partOf> = [];
    const own = path.split(".").at(-1);
    for (const part of ["inputs", "outputs", "objects"] as const) {
      for (const link of mapping[part] ?? []) {
        if (link.lot === path) found.push({ event, verb: mapping.verb, part });
        const row = link.lot.includes(".") && path.includes(".") && link.lot.split(".")[0] === path.split(".")[0];
        if (link.quantity === path || (row && link.quantity === own)) found.push({ event, verb: mapping.verb, part: "quantity" });
      }
    }
    for (const part of ["parent", "where", "source", "destination", "when"] as const) if (mapping[part] === path) found.push({ event, verb: mapping.verb, part });
    return found;
  });
}
