import { api, type FieldError, type FileValue } from "../../api/index.ts";
import type { Label } from "../../kit/index.ts";
import type { Door } from "../fill/door.ts";
import type { Values } from "../model/engine.ts";

/** What everybody sees who has the address. */
export type Greeting = { name: string; label: Label; pin: boolean; plant: Label };
/** A visit begun: its pass, and the form as the visitor sees it. */
export type Visit = { visit: string; definition: unknown; expires_at: string; left: number | null };
export type Receipt = { at: string; fields: Values };

const base = (token: string): string => `/public/${encodeURIComponent(token)}`;

export const greet = (token: string): Promise<Greeting> => api.get(base(token));
export const beginVisit = (token: string, pin: string | null): Promise<Visit> => api.post(`${base(token)}/visit`, { pin });

/** The door of somebody who came by a public link; files they sent are looked at from memory. */
export function linkDoor(token: string, visit: string): Door & { submit: (fields: Values, key: string, confirmed: boolean) => Promise<Receipt> } {
  const headers = { "Suyuan-Visit": visit };
  const own = new Map<string, string>();
  return {
    check: (fields, stop) => api.post<{ fields: Values; errors: FieldError[] }>(`${base(token)}/check`, { fields }, { ...stop, headers }),
    options: ({ field, values, row, search }, stop) => api.post(`${base(token)}/options`, { field, values, row, search }, { ...stop, headers }),
    rows: () => Promise.resolve({ rows: [], notices: [] }),
    upload: async (file, name, field) => {
      const made = await api.upload<FileValue>(`${base(token)}/files`, file, { name, ...(field ? { field } : {}) }, undefined, headers);
      own.set(made.id, URL.createObjectURL(file));
      return made;
    },
    sign: async (strokes, picture) => {
      const made = await api.post<FileValue>(`${base(token)}/signatures`, strokes, { headers });
      own.set(made.id, URL.createObjectURL(picture));
      return made;
    },
    fileAddress: (id) => own.get(id) ?? "",
    submit: (fields, key, confirmed) => api.post(`${base(token)}/submit`, { fields, confirmed }, { headers: { ...headers, "Idempotency-Key": key } }),
  };
}
