import { api, type Query } from "../../../api/index.ts";
import type { Label } from "../../../kit/index.ts";
import { type Doc, keyFrom, type Path, soundDoc } from "./doc.ts";

/** A version of a form as the server keeps it. */
export type Version = { key: string; version: number; state: "draft" | "published" | "retired"; revision: number; definition: Doc; by: string; at: string };

/** One thing that publishing would change. */
export type Change = { kind: string; path: string; label: Label; old: unknown; new: unknown; words: Label };

export type Hint = { path: string; message: string };

/** What publishing would touch. */
export type Touches = {
  records?: number;
  voided?: number;
  forms?: Named[];
  prints?: Named[];
  registers?: Named[];
  worklists?: Named[];
  views?: number;
  roles?: Named[];
};

export type Named = { key: string; label: Label };

/** What the server thinks of a document that is not published. */
export type Examined = {
  version: number;
  changes: Change[];
  mistakes: { path: string; code: string; message: string }[];
  touches: Touches;
  sentences: Label[];
  hints: Hint[];
};

/** The server as the designer needs it; tests put another in its place. */
export type Server = {
  load: (key: string, version?: number) => Promise<Version>;
  save: (key: string, doc: Doc, revision: number) => Promise<Version>;
  examine: (key: string, doc: Doc, signal: AbortSignal) => Promise<Examined>;
  /** Keys for labels (Chinese by its sounds), one a label, in order. */
  slugs: (texts: string[]) => Promise<string[]>;
};

const at = (key: string): string => `/forms/${encodeURIComponent(key)}`;

export const server: Server = {
  load: async (key, version) => {
    const query: Query = version === undefined ? { draft: true } : { version };
    const found = await api.get<Version>(at(key), query);
    return { ...found, definition: soundDoc(found.key, found.definition) };
  },
  save: (key, doc, revision) => api.put<Version>(at(key), { definition: doc, revision }),
  examine: (key, doc, signal) => api.post<Examined>(`${at(key)}/examine`, { definition: doc }, { signal }),
  slugs: async (texts) => (await api.post<{ keys: string[] }>("/slugs", { texts })).keys,
};

/** A key for a label: the server's, which knows pinyin and the words that no key may be; made here when it cannot be asked. */
export async function slugOf(asked: Pick<Server, "slugs">, text: string): Promise<string> {
  if (!text.trim()) return "";
  return asked.slugs([text]).then(
    ([key]) => key ?? "",
    () => keyFrom(text),
  );
}

/** The field a mistake's path is about: `fields.inputs.fields.lot.where` is `inputs.lot`; other paths stay. */
export function fieldOfPath(path: string): Path {
  const parts = path.split(".");
  if (parts[0] !== "fields" || !parts[1]) return path;
  return parts[2] === "fields" && parts[3] ? `${parts[1]}.${parts[3]}` : parts[1];
}
