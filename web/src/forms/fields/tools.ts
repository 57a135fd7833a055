import { createContext, useContext } from "react";
import type { FileValue } from "../../api/index.ts";
import type { Label } from "../../kit/index.ts";
import type { Flags, Values } from "../model/engine.ts";
import type { ReadyField } from "../model/preset.ts";

/** One thing that may be chosen. */
export type Option = { id: string; title: string | null; hint?: string; /** The texts of the columns beside the title. */ shown?: string[]; fill?: Values; fields?: Values; /** It goes by the very text searched for: its code, its GTIN. */ exact?: boolean };
/** What stands beside the titles of options. */
export type OptionColumn = { key: string; label: Label; number: boolean };

/** What a scanned or pasted text means among what was found for it: what goes by it, what is called so, else the only one. */
export function meant(items: Option[], text: string): Option | undefined {
  const exact = items.filter((item) => item.exact);
  return (exact.length === 1 ? exact[0] : undefined) ?? items.find((item) => item.title === text) ?? (items.length === 1 ? items[0] : undefined);
}

/** What a hand did: each stroke its points `[x, y, milliseconds]`, on a sheet of so many points. */
export type Strokes = { width: number; height: number; strokes: [number, number, number][][] };

/** What widgets need of the form around them. The object stays the same while the form is open. */
export type FillTools = {
  form: string;
  phone: boolean;
  /** Tells forms apart that are open at once. */
  scope: string;
  /** Where sheets open; the whole window when `null`. */
  frame: HTMLElement | null;
  /** What a field offers as the record stands; `row` is the row's `_k`. */
  options: (field: string, row: string | undefined, search: string, signal?: AbortSignal) => Promise<Option[]>;
  /** The columns of what a field last offered. */
  columns: (field: string) => OptionColumn[];
  /** Lets the person add a record of another form, beginning with a name; `null` when none was made. */
  add: ((form: string, name: string) => Promise<Option | null>) | null;
  /** The lot of a code that was scanned or typed, `null` when there is none. */
  lot: (code: string) => Promise<Option | null>;
  /** The rows that a detail list proposes as the record stands. */
  rows: (list: string) => Promise<{ rows: Values[]; notices: string[] }>;
  /** One more, or one less, upload under way. */
  busy: (change: 1 | -1) => void;
  /** Sends a file; it belongs to whoever fills in the form until the record has it. */
  /** `field`: the path of a field that wants its pictures stamped. */
  upload: (file: Blob, name: string, field?: string) => Promise<FileValue>;
  /** Sends what a hand wrote; the picture is what it looked like here. */
  sign: (strokes: Strokes, picture: Blob) => Promise<FileValue>;
  /** Where a file that was sent can be looked at. */
  fileAddress: (id: string) => string;
};

const nothing: FillTools = {
  form: "",
  phone: false,
  scope: "",
  frame: null,
  options: () => Promise.resolve([]),
  columns: () => [],
  add: null,
  lot: () => Promise.resolve(null),
  rows: () => Promise.resolve({ rows: [], notices: [] }),
  busy: () => undefined,
  upload: () => Promise.reject(new Error("no form around")),
  sign: () => Promise.reject(new Error("no form around")),
  fileAddress: () => "",
};

export const FillContext = createContext<FillTools>(nothing);

export function useTools(): FillTools {
  return useContext(FillContext);
}

export type WidgetProps = {
  field: ReadyField;
  value: unknown;
  onChange: (value: unknown) => void;
  /** Id of its input, for the label and for putting the focus there. */
  id: string;
  /** `supplier`, `inputs.lot` */
  name: string;
  /** `_k` of the row it stands in. */
  row?: string;
  flags: Flags;
  invalid: boolean;
  /** In a cell of the grid: one line, no decoration. */
  compact?: boolean;
  /** Called when the person is done with it (Enter in a cell, a choice made). */
  onDone?: () => void;
};

/** Id of the column head that names the cells below it. */
export function headId(name: string): string {
  return `ff-head-${name}`;
}

/** What screen readers are told of an input. */
export function aria(props: { id: string; invalid: boolean; flags: Flags; name?: string; compact?: boolean }): Record<string, string | boolean | undefined> {
  return {
    id: props.id,
    "aria-labelledby": props.compact && props.name ? headId(props.name) : undefined,
    "aria-invalid": props.invalid || undefined,
    "aria-required": props.flags.required || undefined,
    "aria-describedby": props.invalid ? `${props.id}-wrong` : undefined,
  };
}

/** The classes of a native input. */
export function inputClass(props: { invalid: boolean; compact?: boolean }, more = ""): string {
  return ["ff-input", props.invalid ? "ff-wrong" : "", props.compact ? "ff-cell" : "", more].filter(Boolean).join(" ");
}
