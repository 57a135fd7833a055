import { useQueries } from "@tanstack/react-query";
import { api, type Paged, type RecordData } from "../../api/index.ts";
import { DEPARTMENT, LOT, PERSON } from "../model/linked.ts";
import { type Group, isGroup } from "./condition.ts";
import { type Book, nameAt, type Spot } from "./names.ts";

export type One = { id: string; title: string };
/** What a link can be compared with: the form (or people, departments) and the id of one. */
export type Named = { form: string; id: string };

/** Records of a form, people or departments by what is typed. */
export async function found(form: string, search: string, signal: AbortSignal): Promise<One[]> {
  const query = { search, limit: 30 };
  if (form === PERSON) return (await api.get<Paged<One>>("/people", query, signal)).items;
  if (form === DEPARTMENT) return (await api.get<Paged<One>>("/departments", {}, signal)).items;
  return (await api.get<Paged<One>>(`/records/${encodeURIComponent(form)}`, query, signal)).items;
}

async function titleOf({ form, id }: Named, signal: AbortSignal): Promise<string> {
  if (form !== PERSON && form !== DEPARTMENT) return (await api.get<RecordData>(`/records/${encodeURIComponent(form)}/${encodeURIComponent(id)}`, {}, signal)).title;
  return (await found(form, "", signal)).find((one) => one.id === id)?.title ?? id;
}

/** The titles of records, by id, as they become known. */
export function useTitles(named: Named[]): (id: string) => string | undefined {
  return useQueries({
    queries: named.map((one) => ({
      queryKey: ["title", one.form, one.id],
      queryFn: ({ signal }: { signal: AbortSignal }) => titleOf(one, signal),
      staleTime: 300_000,
      retry: false,
    })),
    combine: (answers) => {
      const titles = new Map(named.map((one, at) => [one.id, answers[at]?.data]));
      return (id: string) => titles.get(id);
    },
  });
}

/** The records that a condition compares links with. */
export function namedIn(group: Group, spot: Spot, book: Book): Named[] {
  return group.items.flatMap((item) => {
    if (isGroup(item)) return namedIn(item, spot, book);
    const type = nameAt(spot, book, item.path.split("."))?.type;
    if (type?.kind !== "link" || !type.form || type.form === LOT) return [];
    const form = type.form;
    return item.values.flatMap((value) => (value.kind === "text" ? [{ form, id: value.value }] : []));
  });
}
