import { api, apiAddress, type FieldError, type FileValue } from "../../api/index.ts";
import type { Option, OptionColumn, Strokes } from "../fields/tools.ts";
import type { Values } from "../model/engine.ts";

export type Checked = { fields: Values; errors: FieldError[] };
export type Proposed = { rows: Values[]; notices: string[] };
type Asked = { field: string; values: Values; row: Values | null; search: string; limit: number };
type Stop = { signal?: AbortSignal };

/** The server as a form that is filled in needs it: what it computes, offers and proposes. */
export type Door = {
  check: (fields: Values, stop?: Stop) => Promise<Checked>;
  options: (asked: Asked, stop?: Stop) => Promise<{ items: Option[]; columns?: OptionColumn[] }>;
  rows: (asked: { field: string; values: Values }) => Promise<Proposed>;
  upload: (file: Blob, name: string, field?: string) => Promise<FileValue>;
  sign: (strokes: Strokes, picture: Blob) => Promise<FileValue>;
  fileAddress: (id: string) => string;
};

const SIGNED: Pick<Door, "sign" | "fileAddress"> = {
  sign: (strokes) => api.post("/signatures", strokes),
  fileAddress: (id) => apiAddress(`/files/${id}`),
};

/** The door of a published form. */
export function publishedDoor(form: string): Door {
  const at = encodeURIComponent(form);
  return {
    check: (fields, stop) => api.post(`/records/${at}/check`, { fields }, stop),
    options: (asked, stop) => api.post(`/forms/${at}/options`, asked, stop),
    rows: (asked) => api.post(`/forms/${at}/rows`, asked),
    upload: (file, name, field) => api.upload("/files", file, { name, ...(field ? { form, field } : {}) }),
    ...SIGNED,
  };
}

/** The door of a form that is not published: the server takes the document with every question. */
export function draftDoor(form: string, definition: unknown): Door {
  const at = encodeURIComponent(form);
  return {
    check: (fields, stop) => api.post(`/forms/${at}/try`, { definition, fields }, stop),
    options: (asked, stop) => api.post(`/forms/${at}/try/options`, { definition, ...asked }, stop),
    rows: (asked) => api.post(`/forms/${at}/try/rows`, { definition, ...asked }),
    upload: (file, name) => api.upload("/files", file, { name }),
    ...SIGNED,
  };
}

/** Whether an error only warns. */
export function isWarning(error: FieldError): boolean {
  return error.code === "forms.guard_warns";
}

/** Whether nothing but warnings keeps a record from being written. */
export function onlyWarnings(errors: FieldError[]): boolean {
  return errors.length > 0 && errors.every(isWarning);
}

