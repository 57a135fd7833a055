import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, fetchMade, nameIn, type Problem } from "../../api/index.ts";
import type { Lang } from "../../kit/index.ts";
import type { BlockType, Drawn, PrintDoc, Shown, Template } from "./types.ts";

const enc = encodeURIComponent;
export const drawnKey = (form: string) => ["form", form, "prints", "drawn"] as const;

/** The templates of a form, the newest version of each. */
export function useDrawn(form: string, enabled: boolean): UseQueryResult<Drawn[], Problem> {
  return useQuery<Drawn[], Problem>({
    queryKey: drawnKey(form),
    queryFn: async ({ signal }) => (await api.get<{ items: Drawn[] }>(`/forms/${enc(form)}/prints`, { drafts: true }, signal)).items,
    enabled,
  });
}

/** The published templates of a form, for printing. */
export function useTemplates(form: string, enabled = true): UseQueryResult<Template[], Problem> {
  return useQuery<Template[], Problem>({
    queryKey: ["form", form, "prints"],
    queryFn: async ({ signal }) => (await api.get<{ items: Template[] }>(`/forms/${enc(form)}/prints`, {}, signal)).items,
    enabled: enabled && form !== "",
    staleTime: 60_000,
  });
}

/** What may stand on a page or a label. */
export function useBlockTypes(): UseQueryResult<BlockType[], Problem> {
  return useQuery<BlockType[], Problem>({
    queryKey: ["print-blocks"],
    queryFn: async ({ signal }) => (await api.get<{ items: BlockType[] }>("/prints/blocks", {}, signal)).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What a template that is being drawn looks like; the picture before stays until the next is there. */
export function useShown(doc: PrintDoc | null, record: string, lang: Lang): UseQueryResult<Shown, Problem> {
  return useQuery<Shown, Problem>({
    queryKey: ["print-shown", doc, record, lang],
    queryFn: ({ signal }) => api.post<Shown>(`/prints/${enc(doc?.print ?? "")}/preview`, { definition: doc, record: record || null, lang }, { signal }),
    enabled: doc !== null,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 30_000,
  });
}

export const propose = (form: string, kind: "page" | "label"): Promise<{ key: string; definition: PrintDoc }> => api.post("/prints/propose", { form, kind });
export const savePrint = (doc: PrintDoc, revision?: number): Promise<Drawn> => api.put(`/prints/${enc(doc.print)}`, revision === undefined ? doc : { definition: doc, revision });
export const publishPrint = (key: string): Promise<Drawn> => api.post(`/prints/${enc(key)}/publish`, {});
export const retirePrint = (key: string): Promise<unknown> => api.post(`/prints/${enc(key)}/retire`, {});
export const restorePrint = (key: string): Promise<unknown> => api.post(`/prints/${enc(key)}/restore`, {});
export const dropPrintDraft = (key: string): Promise<unknown> => api.delete(`/prints/${enc(key)}/draft`);

/** Prints records, and shows the PDF; it is saved where the browser lets no window be opened. */
export async function printRecords(form: string, template: string, ids: string[], copies: number, lang?: Lang): Promise<void> {
  show(await fetchMade(`/records/${enc(form)}/print/${enc(template)}`, {}, { ids, copies, ...(lang ? { lang } : {}) }));
}

export async function printLots(template: string, codes: string[], copies: number, lang?: Lang): Promise<void> {
  show(await fetchMade("/lots/print", {}, { print: template, codes, copies, ...(lang ? { lang } : {}) }));
}

function show(made: { blob: Blob; disposition: string }): void {
  const address = URL.createObjectURL(made.blob);
  if (!window.open(address, "_blank")) {
    const link = document.createElement("a");
    link.href = address;
    link.download = nameIn(made.disposition);
    link.click();
  }
  setTimeout(() => URL.revokeObjectURL(address), 300_000);
}
