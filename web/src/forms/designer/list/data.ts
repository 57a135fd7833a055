import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { App } from "antd";
import { useCallback } from "react";
import { api, keys, Problem } from "../../../api/index.ts";
import type { Label, Lang, Stage } from "../../../kit/index.ts";
import { type Doc, keyFrom } from "../model/doc.ts";
import { server, slugOf, type Version } from "../model/server.ts";

/** A form as builders see it in the list: its newest version, whatever its state. */
export type DrawnForm = {
  key: string;
  version: number;
  label: Label;
  app: string;
  folder: string;
  icon: string;
  stage: Stage | null;
  hidden: boolean;
  state: "draft" | "published" | "retired";
  /** Whether a version of it is in use. */
  published: boolean;
  revision: number;
  by: string;
  at: string;
};

export type FolderDoc = { key: string; label: Label };
export type AppDoc = { app: string; label: Label; icon?: string; order?: number; folders?: FolderDoc[] };
type AppVersion = { key: string; version: number; state: string; revision: number; definition: AppDoc };

/** A form of a shipped pack that can be copied; `needs` are the forms it links to that are not here. */
export type Template = { pack: string; key: string; label: Label; app: string; hint: Label | null; icon: string; stage: Stage | null; fields: number; needs: string[] };

/** The document of a form of a shipped pack. */
export async function templateDoc(one: Template): Promise<Doc> {
  const at = `/form-templates/${encodeURIComponent(one.pack)}/${encodeURIComponent(one.key)}`;
  return (await api.get<{ definition: Doc }>(at)).definition;
}

const SHEETS: Record<string, string> = { xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", csv: "text/csv" };

/** What a sheet becomes: a field for each column, and what is to be looked at. Nothing is written. */
export async function sheetDoc(file: File): Promise<{ definition: Doc; notices: string[] }> {
  const type = SHEETS[file.name.split(".").at(-1)?.toLowerCase() ?? ""] ?? file.type;
  const read = await api.upload<{ definition: Doc; notices: { message: string }[] }>("/forms/from-sheet", new Blob([file], { type }));
  return { definition: read.definition, notices: read.notices.map((one) => one.message) };
}

export function useDrawnForms(on = true): UseQueryResult<DrawnForm[], Problem> {
  return useQuery<DrawnForm[], Problem>({ queryKey: [...keys.forms, "drawn"], queryFn: async ({ signal }) => (await api.get<{ items: DrawnForm[] }>("/forms", { drafts: true }, signal)).items, enabled: on });
}

export function useApps(): UseQueryResult<AppDoc[], Problem> {
  return useQuery<AppDoc[], Problem>({
    queryKey: [...keys.forms, "apps"],
    queryFn: async ({ signal }) => {
      const { items } = await api.get<{ items: AppVersion[] }>("/apps", {}, signal);
      return items.map((one) => ({ ...one.definition, app: one.key })).sort((a, b) => (a.order ?? 0) - (b.order ?? 0) || a.app.localeCompare(b.app));
    },
  });
}

export function useTemplates(on: boolean): UseQueryResult<Template[], Problem> {
  return useQuery<Template[], Problem>({ queryKey: ["form-templates"], queryFn: async ({ signal }) => (await api.get<{ items: Template[] }>("/form-templates", {}, signal)).items, enabled: on, staleTime: Infinity });
}

const formAt = (key: string): string => `/forms/${encodeURIComponent(key)}`;

/** A text of one language as a label; the other language is given later. */
export const labelIn = (lang: Lang, text: string): Label => ({ zh: "", en: "", [lang]: text.trim() });

/** A key that is not taken yet, of a name. */
export async function freshKey(name: string, taken: ReadonlySet<string>, stock: string): Promise<string> {
  const wish = (await slugOf(server, name)) || keyFrom(stock);
  for (let n = 1; ; n += 1) {
    const key = n === 1 ? wish : `${wish}_${n}`;
    if (!taken.has(key)) return key;
  }
}

/** Makes a new form of a document (or an empty one); answers its key. Throws `Problem`. */
export async function makeForm(name: string, lang: Lang, place: { app: string; folder: string }, from: Partial<Doc>, taken: ReadonlySet<string>): Promise<string> {
  const key = await freshKey(name, taken, "form");
  const { form: _, label: __, app: ___, folder: ____, ...rest } = from;
  const definition = { form: key, label: labelIn(lang, name), ...(place.app ? { app: place.app } : {}), ...(place.folder ? { folder: place.folder } : {}), ...rest, fields: from.fields ?? {} };
  await api.put(formAt(key), { definition, revision: 0 });
  return key;
}

/** Changes a form's document where it stands: a draft stays one, what is in use is published with the change. */
export async function changeForm(key: string, change: (doc: Doc) => Doc, note: string): Promise<"draft" | "published"> {
  const found: Version = await server.load(key);
  const saved = await server.save(key, change(found.definition), found.revision);
  if (found.state !== "published") return "draft";
  await api.post(`${formAt(key)}/publish`, { note });
  return saved.state === "draft" ? "published" : "draft";
}

export const retireForm = (key: string, reason: string): Promise<unknown> => api.post(`${formAt(key)}/retire`, { reason });
export const restoreForm = (key: string): Promise<unknown> => api.post(`${formAt(key)}/restore`, {});
export const discardForm = (key: string): Promise<unknown> => api.delete(`${formAt(key)}/draft`);

/** Changes an app (or makes it) and publishes it. */
export async function putApp(doc: AppDoc): Promise<void> {
  const at = `/apps/${encodeURIComponent(doc.app)}`;
  await api.put(at, doc);
  await api.post(`${at}/publish`, {});
}

/** Runs a change, says what went wrong, and shows the list anew. */
export function useDoing(): (act: () => Promise<unknown>, done?: string) => Promise<boolean> {
  const client = useQueryClient();
  const { message } = App.useApp();
  return useCallback(
    async (act, done) => {
      try {
        await act();
        if (done) void message.success(done);
        return true;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        void message.error([error.message, ...error.errors.map((one) => one.message)].join(" "));
        return false;
      } finally {
        void client.invalidateQueries({ queryKey: keys.forms });
        void client.invalidateQueries({ queryKey: keys.me });
      }
    },
    [client, message],
  );
}
