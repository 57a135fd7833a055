import { useQueries, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, type FormDef, type FormInfo, formQuery, holds, type Paged, type Problem } from "../../api/index.ts";
import type { Label, Stage } from "../../kit/index.ts";
import { parse } from "../../expr/index.ts";
import { type Book, formsNeeded, type Spot } from "./names.ts";
import { formsAsked, pathsOf } from "./shown.ts";

/** A form as the list of forms tells it. `serves`: its part for tracing. */
export type FormBrief = { key: string; label: Label; app: string; icon: string; stage: Stage | null; hidden: boolean; serves: string | null };

/** The published forms, for choosing one. */
export function useForms(): UseQueryResult<FormBrief[], Problem> {
  return useQuery<FormBrief[], Problem>({
    queryKey: ["form", "*", "briefs"],
    queryFn: async ({ signal }) => (await api.get<Paged<FormBrief>>("/forms", {}, signal)).items,
    staleTime: 60_000,
  });
}

function readIn(text: string): { paths: string[][]; forms: string[] } {
  try {
    const { root } = parse(text);
    return { paths: pathsOf(root).flatMap(({ node, of }) => (of ? [] : [node.parts])), forms: formsAsked(root) };
  } catch {
    return { paths: [], forms: [] };
  }
}

const NONE: string[] = [];

/**
 * The forms that an expression at `spot` may read of, loaded as they are needed.
 *
 * @param text the expression, for the links it goes through.
 * @param open paths that are looked into besides.
 * @param near forms linked directly are read too, for choosing among their names.
 */
export function useBook(spot: Spot, text = "", open: string[] = NONE, near = true): Book {
  const forms = useForms().data;
  const serving = useMemo(() => {
    const of = (role: string): string[] => (forms ?? []).flatMap((form) => (form.serves === role ? [form.key] : []));
    // Of several forms of places the server takes the one called location; here the same.
    return (role: string) => (role === "place" && of(role).includes("location") ? "location" : of(role)[0]);
  }, [forms]);
  // Each form that arrives may show that another is needed.
  const read = useMemo(() => readIn(text), [text]);
  const paths = [...read.paths, ...open.map((path) => path.split("."))];
  const load = { serving, forms, search: spot.search === true };
  const first = useLoaded(needed(spot, { form: () => undefined, serving }, near ? [] : paths, near), load);
  const second = useLoaded(needed(spot, first, paths, near), load);
  const asked = read.forms.filter((key) => forms?.some((one) => one.key === key));
  return useLoaded([...needed(spot, second, paths, near), ...asked], load);
}

function needed(spot: Spot, book: Book, paths: string[][], near: boolean): string[] {
  return formsNeeded(spot, book, paths, near).filter((key) => key !== spot.form.key);
}

type Load = { serving: Book["serving"]; forms: Book["forms"]; search: boolean };

function useLoaded(keys: string[], { serving, forms, search }: Load): Book {
  const wanted = [...new Set(keys)].sort();
  return useQueries({
    queries: wanted.map((key) => ({ ...formQuery(key), retry: false })),
    combine: (answers): Book => bookOf(wanted, answers.map((one) => formIn(one.data, search)), serving, forms),
  });
}

const seen = new WeakMap<FormInfo, FormDef>();

/** The document of a form; for finding records without what this person may not read. */
function formIn(info: FormInfo | undefined, search: boolean): FormDef | undefined {
  if (!info || !search) return info?.definition;
  const found = seen.get(info) ?? { ...info.definition, fields: info.definition.fields.filter((field) => holds(info.readable, field.key)) };
  seen.set(info, found);
  return found;
}

let last: { keys: string; found: (FormDef | undefined)[]; book: Book }[] = [];

/** The same book for the same forms, so that what is made of it can be kept. */
function bookOf(keys: string[], found: (FormDef | undefined)[], serving: Book["serving"], forms: Book["forms"]): Book {
  const name = keys.join();
  const kept = last.find((one) => one.keys === name && one.book.serving === serving && one.book.forms === forms && one.found.every((form, at) => form === found[at]));
  if (kept) return kept.book;
  const by = new Map(keys.map((key, at) => [key, found[at]]));
  const book: Book = { form: (key) => by.get(key), serving, forms };
  last = [{ keys: name, found, book }, ...last].slice(0, 20);
  return book;
}
