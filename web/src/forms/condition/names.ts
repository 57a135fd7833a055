/** The names an expression may read where it stands, with the labels people know them by. */
import type { FieldDef, FormDef } from "../../api/index.ts";
import type { Type } from "../../expr/index.ts";
import { type Label, type Lang, labelText, words } from "../../kit/index.ts";
import { DEPARTMENT, LOT, PERSON, targetOf } from "../model/linked.ts";
import { OWN_FIELDS } from "../model/own.ts";
import { settledField } from "../model/preset.ts";

/**
 * Forms that have been read; `undefined` while one is on its way.
 *
 * @param serving the form playing a part for tracing.
 * @param forms every form by name, for functions over other forms.
 */
export type Book = { form: (key: string) => FormDef | undefined; serving: (role: string) => string | undefined; forms?: { key: string; label: Label }[] };

/**
 * Where an expression stands.
 *
 * @param list the detail list in whose row it stands, `""` for the record.
 * @param target of whose fields it is a condition: a form's key or `LOT`; our own fields are then under `this`.
 * @param option path of a choice field: a condition on its choices, `option` is the key of one.
 * @param rows it is about the rows of the list at this path: `row` is one of them.
 * @param search it finds records in a list: only what the reader may see and the database can look for.
 */
export type Spot = { form: FormDef; list: string; target?: string; option?: string; rows?: string; search?: boolean };

export type Group = "target" | "row" | "form" | "this" | "own";
/** One name: the key it has in the text, its label, its type. */
export type Name = { key: string; label: string; type: Type; group: Group; field?: FieldDef };

const T = (kind: string, form?: string): Type => (form === undefined ? { kind } : { kind, form });
const NUMBERS = new Set(["number", "money", "quantity", "catch_weight", "image", "file", "signature", "code_range"]);
const WORDS: Record<string, Type> = {
  created_at: T("datetime"),
  created_by: T("link", PERSON),
  state: T("text"),
  title: T("text"),
  id: T("text"),
};

const STATE = OWN_FIELDS.find((one) => one.key === "state");

const LOT_NAMES: Record<string, Type> = {
  code: T("text"),
  status: T("text"),
  supplier_lot: T("text"),
  produced_on: T("date"),
  expires_on: T("date"),
  days_left: T("number"),
  on_hand: T("number"),
  free: T("number"),
  uom: T("text"),
  kind: T("text"),
  place: T("text"),
  stage: T("text"),
  fefo: T("bool"),
};
const FIXED: Record<string, Record<string, Type>> = {
  [LOT]: LOT_NAMES,
  [PERSON]: { name: T("text"), user: T("text"), department: T("link", DEPARTMENT), id: T("text") },
  [DEPARTMENT]: { name: T("text"), parent: T("link", DEPARTMENT), id: T("text") },
};

/** What an expression sees of a field. */
export function typeOf(field: FieldDef, spot: Spot, book: Book): Type | null {
  const ready = settledField(field);
  if (ready.type === "list") return { kind: "list", of: T("row") };
  if (ready.type === "multi") return { kind: "list", of: T("text") };
  if (NUMBERS.has(ready.type)) return T("number");
  if (["date", "datetime", "bool"].includes(ready.type)) return T(ready.type);
  if (ready.type === "expression") return T(String(ready.result ?? "number"));
  if (ready.type === "lookup") return copied(ready, spot, book);
  if (ready.type === "divider" || ready.type === "note") return null;
  if (ready.type === "location") return T("link", String(ready.to || book.serving("place") || ""));
  const target = targetOf(ready);
  return target || ready.type === "link" ? T("link", target) : T("text");
}

function copied(field: FieldDef, spot: Spot, book: Book): Type | null {
  if (field.result) return T(String(field.result), field.result === "link" ? String(field.to ?? "") : undefined);
  const path = String(field.from ?? "").split(".");
  return path.length > 1 && path[0] !== field.key ? (nameAt({ ...spot, target: undefined }, book, path)?.type ?? null) : null;
}

function named(fields: FieldDef[], group: Group, spot: Spot, book: Book, lang: Lang): Name[] {
  return fields.flatMap((field) => {
    const type = field.retired ? null : typeOf(field, spot, book);
    return type ? [{ key: field.key, label: labelText(field.label, lang) || field.key, type, group, field: settledField(field) }] : [];
  });
}

function fixed(names: Record<string, Type>, group: Group, prefix: string): Name[] {
  return Object.entries(names).map(([key, type]) => ({ key, label: words("forms", `${prefix}.${key}`), type, group, field: names === WORDS && key === STATE?.key ? STATE : undefined }));
}

const rowsOf = (form: FormDef, list: string): FieldDef[] => form.fields.find((one) => one.key === list)?.fields ?? [];

/** The names of whatever a link leads to, or of the rows of a detail list. */
export function below(name: Name, spot: Spot, book: Book, lang: Lang): Name[] {
  if (name.key === "this" && name.group === "this") return ours({ ...spot, target: undefined }, book, lang).map((one) => ({ ...one, group: "this" }));
  if (name.field?.type === "list") return named(name.field.fields ?? [], name.group, spot, book, lang);
  return through(name.type, name.group, book, lang);
}

function through(type: Type, group: Group, book: Book, lang: Lang): Name[] {
  if (type.kind === "list" && type.of?.kind === "link") type = type.of;
  if (type.kind !== "link" || !type.form) return [];
  const known = FIXED[type.form];
  if (known) {
    const material = type.form === LOT ? book.serving("material") : undefined;
    const own = fixed(known, group, type.form === LOT ? "de_lot" : "de_own");
    return material ? [{ key: "material", label: words("forms", "de_lot.material"), type: T("link", material), group }, ...own] : own;
  }
  const form = book.form(type.form);
  if (!form) return [];
  return [...named(form.fields, group, { form, list: "" }, book, lang), ...fixed(WORDS, group, "de_own")];
}

function ours(spot: Spot, book: Book, lang: Lang): Name[] {
  const { form, list } = spot;
  return [
    ...named(list ? rowsOf(form, list) : [], "row", spot, book, lang),
    ...named(form.fields, "form", spot, book, lang),
    ...fixed(WORDS, "own", "de_own"),
  ];
}

function optionOf(spot: Spot): Name {
  const [key, row] = String(spot.option).split(".");
  const field = row ? rowsOf(spot.form, key!).find((one) => one.key === row) : spot.form.fields.find((one) => one.key === key);
  return { key: "option", label: words("forms", "de_option"), type: T("text"), group: "target", field: field && { ...settledField(field), type: "choice" } };
}

function rowOf(spot: Spot, book: Book, lang: Lang): Name[] {
  const source = nameAt({ ...spot, rows: undefined }, book, String(spot.rows).split("."), lang);
  return source?.field ? [{ ...source, key: "row", label: words("forms", "de_source_row"), type: T("row"), group: "target" }] : [];
}

/** The first names an expression may read, nearest first; a name that is hidden by a nearer one is left out. */
export function roots(spot: Spot, book: Book, lang: Lang): Name[] {
  const self: Name = { key: "this", label: words("forms", "de_this"), type: T("row"), group: "this" };
  let found: Name[];
  if (spot.option) found = [optionOf(spot), ...ours(spot, book, lang)];
  else if (spot.rows) found = [...rowOf(spot, book, lang), ...ours(spot, book, lang)];
  else if (spot.target !== undefined) found = [...through(T("link", spot.target), "target", book, lang), self];
  else found = ours(spot, book, lang);
  const seen = new Set<string>();
  return found.filter((one) => !seen.has(one.key) && seen.add(one.key));
}

/** The name at a path of keys. */
export function nameAt(spot: Spot, book: Book, path: string[], lang: Lang = "en"): Name | null {
  let among = roots(spot, book, lang);
  let found: Name | undefined;
  let listed = false;
  for (const [at, part] of path.entries()) {
    found = among.find((one) => one.key === part) ?? (at === 0 ? uomOf(among, part) : undefined);
    if (!found && at === 0 && part === "this") found = { key: "this", label: words("forms", "de_this"), type: T("row"), group: "this" };
    if (!found) return null;
    if (at < path.length - 1) {
      listed ||= found.type.kind === "list";
      among = below(found, spot, book, lang);
    }
  }
  if (!found) return null;
  return listed && found.type.kind !== "list" ? { ...found, type: { kind: "list", of: found.type } } : found;
}

function uomOf(names: Name[], part: string): Name | undefined {
  const of = /^(.+)_(uom|currency)$/.exec(part);
  const found = of && names.find((one) => one.key === of[1]);
  return found ? { ...found, key: part, type: T("text"), field: undefined, label: `${found.label} ${words("forms", "de_uom_of")}` } : undefined;
}

/**
 * The forms whose names are needed: those linked directly, and those on the way of `paths`.
 *
 * @param near those linked directly are needed too, for choosing among their names.
 */
export function formsNeeded(spot: Spot, book: Book, paths: string[][], near = true): string[] {
  const needed = new Set<string>();
  const want = (type: Type | undefined): void => {
    const form = type?.of?.form ?? type?.form;
    if (form && !(form in FIXED)) needed.add(form);
    if (form === LOT && book.serving("material")) needed.add(book.serving("material")!);
  };
  if (spot.target) want(T("link", spot.target));
  if (near) for (const name of roots(spot, book, "en")) want(name.type);
  if (spot.rows) paths = [...paths, spot.rows.split(".")];
  for (const path of paths) for (let n = 1; n < path.length + (near ? 1 : 0); n++) want(nameAt(spot, book, path.slice(0, n))?.type);
  return [...needed];
}

/** The path as people read it: labels joined by dots; what is not known keeps its key. */
export function pathLabels(spot: Spot, book: Book, path: string[], lang: Lang): string[] {
  return path.map((key, at) => nameAt(spot, book, path.slice(0, at + 1), lang)?.label ?? key);
}
