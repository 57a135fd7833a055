import type { FieldDef } from "../../api/index.ts";

type Preset = { type: string; widget?: string; options: Record<string, unknown> };

const text = (options: Record<string, unknown>): Preset => ({ type: "text", options });
const link = (to: string): Preset => ({ type: "link", options: { to } });
const widget = (type: string, widget: string, options: Record<string, unknown> = {}): Preset => ({ type, widget, options });
const number = (options: Record<string, unknown>, widget?: string): Preset => ({ type: "number", widget, options });

/** The server's presets (`src/suyuan/forms/presets.py`; a test compares them). */
export const PRESETS: Record<string, Preset> = {
  long_text: text({ long: true }),
  phone: text({ format: "phone" }),
  mobile: text({ format: "mobile" }),
  email: text({ format: "email" }),
  url: text({ format: "url" }),
  uscc: text({ format: "uscc" }),
  sc_licence: text({ format: "sc_licence" }),
  licence: text({ format: "licence" }),
  vehicle_plate: text({ format: "vehicle" }),
  gtin: text({ format: "gtin" }),
  gln: text({ format: "gln" }),
  sscc: text({ format: "sscc" }),
  address: widget("text", "address", { max: 300 }),
  percentage: number({ decimals: 2, percent: true }),
  rating: number({ decimals: 0, min: 1, max: 5 }, "rating"),
  integer: number({ decimals: 0 }),
  duration: number({ decimals: 0, min: 0, suffix: "min" }, "duration"),
  temperature: number({ decimals: 1, min: -80, max: 400, suffix: "℃" }, "temperature"),
  switch: widget("bool", "switch"),
  radio: widget("choice", "radio"),
  dropdown: widget("choice", "dropdown"),
  color_tag: widget("choice", "color_tag"),
  checkbox: widget("multi", "checkbox"),
  verdict: widget("expression", "verdict", { result: "bool" }),
  weight: { type: "quantity", options: { uoms: ["kg", "g", "t"] } },
  equipment: link("equipment"),
  item_code: link("material"),
};

/** A field ready to be drawn: its plain type, its widget, the preset's options under its own. */
export interface ReadyField extends FieldDef {
  widget: string;
  fields?: ReadyField[];
}

const LAYOUT = new Set(["divider", "note"]);
const MEASURES = new Set(["quantity", "catch_weight"]);

/** Whether a field only stands between the others and holds no value. */
export function isLayout(field: FieldDef): boolean {
  return LAYOUT.has(field.type);
}

/** Whether its values are an amount with a unit of measure. */
export function isMeasure(field: FieldDef): boolean {
  return MEASURES.has(field.type);
}

const DECIMALS: Record<string, number> = { number: 0, money: 2, quantity: 3, catch_weight: 3, expression: 3, lookup: 6 };

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
