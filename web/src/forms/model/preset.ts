import type { FieldDef } from "../../api/index.ts";

type Preset = { type: string; widget?: string; options: Record<string, unknown> };

const text = (options: Record<string, unknown>): Preset => ({ type: "text", options });
const number = (options: Record<string, unknown>, widget?: string): Preset => ({ type: "number", widget, options });

/** The server's presets (`src/suyuan/forms/presets.py`; a test compares them). */
export const PRESETS: Record<string, Preset> = {
  long_text: text({ long: true }),
  phone: text({ format: "phone" }),
  email: text({ format: "email" }),
  url: text({ format: "url" }),
  uscc: text({ format: "uscc" }),
  sc_licence: text({ format: "sc_licence" }),
  gtin: text({ format: "gtin" }),
  gln: text({ format: "gln" }),
  sscc: text({ format: "sscc" }),
  address: text({ max: 300 }),
  percentage: number({ decimals: 2, percent: true }),
  rating: number({ decimals: 0, min: 1, max: 5 }, "rating"),
  integer: number({ decimals: 0 }),
  duration: number({ decimals: 0, min: 0, suffix: "min" }),
  temperature: number({ decimals: 1, min: -80, max: 400, suffix: "℃" }, "temperature"),
  switch: { type: "bool", widget: "switch", options: {} },
  verdict: { type: "expression", widget: "verdict", options: { result: "bool" } },
  weight: { type: "quantity", options: { uoms: ["kg", "g", "t"] } },
};

/** A field ready to be drawn: its plain type, its widget, the preset's options under its own. */
export interface ReadyField extends FieldDef {
  widget: string;
  fields?: ReadyField[];
}

const DECIMALS: Record<string, number> = { number: 0, money: 2, quantity: 3, expression: 3, lookup: 6 };

const ready = new WeakMap<FieldDef, ReadyField>();

/** `readyField`, made once for each field; one that is ready stays as it is. */
export function settledField(field: FieldDef): ReadyField {
  if ("widget" in field) return field as ReadyField;
  const found = ready.get(field) ?? readyField(field);
  ready.set(field, found);
  return found;
}

/** Presets resolved, usual decimals put in, retired rows' fields left out. */
export function readyField(field: FieldDef): ReadyField {
  const preset = PRESETS[field.type];
  const type = preset?.type ?? field.type;
  const made: FieldDef = { ...preset?.options, ...field, type };
  if (made.decimals === undefined && type in DECIMALS) made.decimals = DECIMALS[type];
  const widget = preset?.widget ?? (type === "text" && made.long ? "long_text" : type);
  return { ...made, widget, fields: field.fields?.filter((one) => !one.retired).map(readyField) };
}
