import type { FormDef } from "../../api/index.ts";
import { type Expression, parse, reads } from "../../expr/index.ts";
import { type ReadyField, readyField } from "./preset.ts";

/** An expression ready to run, with the paths it reads. */
export type Run = { text: string; expression: Expression; paths: string[][] };

/** How one field comes by its value, and when it is seen, needed and free. */
export type Step = {
  list: string;
  key: string;
  field: ReadyField;
  formula: Run | null;
  first: Run | null;
  visible: Run | null;
  required: Run | null;
  readonly: Run | null;
  /** Links that fill it: their field here, and what of theirs. */
  fills: { source: string; theirs: string }[];
  /** Path of the lot or material a quantity is of. */
  of: string[];
  computed: boolean;
};

/** A form ready to be filled: its fields, and its steps in the order they depend on. */
export type Program = {
  fields: ReadyField[];
  byKey: Record<string, ReadyField>;
  steps: Step[];
};

const nameOf = (list: string, key: string): string => (list ? `${list}.${key}` : key);

function runOf(text: unknown): Run | null {
  if (typeof text !== "string" || text === "") return null;
  try {
    const expression = parse(text);
    return { text, expression, paths: [...reads(expression)].map((path) => path.split(".")) };
  } catch {
    return null;
  }
}

/** `default: kg` of a choice means the text. */
function firstOf(field: ReadyField): Run | null {
  const literal = field.type === "choice" && field.options?.some((option) => option.key === field.default);
  return runOf(literal ? `"${field.default}"` : field.default);
}

function stepOf(list: string, field: ReadyField, among: ReadyField[]): Step {
  const fills = among
    .map((one) => ({ source: one.key, theirs: (one.fill as Record<string, string> | undefined)?.[field.key] }))
    .filter((one): one is { source: string; theirs: string } => one.theirs !== undefined);
  return {
    list,
    key: field.key,
    field,
    formula: runOf(field.type === "lookup" ? field.from : field.value),
    first: firstOf(field),
    visible: runOf(field.visible_when),
    required: runOf(field.required_when),
    readonly: runOf(field.readonly_when),
    fills,
    of: field.type === "quantity" && field.of ? String(field.of).split(".") : [],
    computed: Boolean(field.value) || field.type === "lookup" || field.type === "expression",
  };
}

/** The steps that `step` must come after, by name. */
function needsOf(step: Step, known: Map<string, Step>): string[] {
  const paths = [...(step.formula?.paths ?? []), ...(step.first?.paths ?? []), ...(step.of.length ? [step.of] : [])];
  const needs = step.fills.map((fill) => nameOf(step.list, fill.source));
  for (const path of paths) {
    const [first = "", second] = path[0] === "this" ? path.slice(1) : path;
    const own = nameOf(step.list, first);
    if (step.list && known.has(own) && path[0] !== "this") needs.push(own);
    else if (second && known.has(`${first}.${second}`)) needs.push(`${first}.${second}`);
    else if (first !== step.list) needs.push(first);
  }
  return needs.filter((name) => name !== nameOf(step.list, step.key));
}

function ordered(steps: Map<string, Step>): Step[] {
  const order: Step[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const step = steps.get(name);
    if (!step || seen.has(name)) return;
    seen.add(name);
    if (step.field.type === "list") for (const row of step.field.fields ?? []) visit(nameOf(name, row.key));
    for (const need of needsOf(step, steps)) visit(need);
    order.push(step);
  };
  for (const name of steps.keys()) visit(name);
  return order;
}

/** A form's document made ready; retired fields, and those the person may not know of, are left out. */
export function programOf(definition: FormDef, known: (path: string) => boolean = () => true): Program {
  const fields = definition.fields
    .filter((field) => !field.retired && known(field.key))
    .map(readyField)
    .map((field) => (field.fields ? { ...field, fields: field.fields.filter((row) => known(`${field.key}.${row.key}`)) } : field));
  const steps = new Map<string, Step>();
  for (const field of fields) {
    steps.set(field.key, stepOf("", field, fields));
    for (const row of field.fields ?? []) steps.set(nameOf(field.key, row.key), stepOf(field.key, row, field.fields ?? []));
  }
  return { fields, byKey: Object.fromEntries(fields.map((field) => [field.key, field])), steps: ordered(steps) };
}
