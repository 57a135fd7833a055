import type { FormDef } from "../../api/index.ts";
import { type Linked, linkageOf, UNLINKED } from "./linkage.ts";
import { isMeasure, type ReadyField, readyField } from "./preset.ts";
import { type Run, runOf } from "./run.ts";

/** How one field comes by its value, and when it is seen, needed and free. */
export type Step = {
  list: string;
  key: string;
  /** `inputs.fed` */
  path: string;
  field: ReadyField;
  formula: Run | null;
  first: Run | null;
  /** Its own condition, and those of the section and the tab it stands in: all must hold. */
  visible: Run[];
  required: Run | null;
  readonly: Run | null;
  linked: Linked;
  /** Links that fill it: their field here, and what of theirs. */
  fills: { source: string; theirs: string }[];
  /** Path of the lot or material a quantity is of. */
  of: string[];
  computed: boolean;
  /** Not the person's to fill, ever: it keeps its value while it is not shown. */
  kept: boolean;
  /** It may be locked at times. */
  locking: boolean;
  /** Fields of the record that it depends on. */
  heads: string[];
};

/** A form ready to be filled: its fields, and its steps in the order they depend on. */
export type Program = {
  fields: ReadyField[];
  byKey: Record<string, ReadyField>;
  steps: Step[];
  /** Those that may be hidden with what was typed into them, each after what decides over it. */
  hiding: Step[];
};

const nameOf = (list: string, key: string): string => (list ? `${list}.${key}` : key);

/** `default: kg` of a choice means the text. */
function firstOf(field: ReadyField): Run | null {
  const literal = field.type === "choice" && field.options?.some((option) => option.key === field.default);
  return runOf(literal ? `"${field.default}"` : field.default);
}

type Around = { list: string; among: ReadyField[]; linkage: Map<string, Linked>; sections: Run[] };

function stepOf(field: ReadyField, { list, among, linkage, sections }: Around): Step {
  const fills = among
    .map((one) => ({ source: one.key, theirs: (one.fill as Record<string, string> | undefined)?.[field.key] }))
    .filter((one): one is { source: string; theirs: string } => one.theirs !== undefined);
  const path = nameOf(list, field.key);
  const computed = Boolean(field.value) || field.type === "lookup" || field.type === "expression";
  const fixed = Boolean(field.readonly) || field.type === "serial" || Boolean(field.new);
  const linked = linkage.get(path) ?? UNLINKED;
  const visible = runOf(field.visible_when);
  const step: Step = {
    list,
    key: field.key,
    path,
    field,
    formula: runOf(field.type === "lookup" ? field.from : field.value),
    first: firstOf(field),
    visible: visible ? [visible, ...sections] : sections,
    required: runOf(field.required_when),
    readonly: runOf(field.readonly_when),
    linked,
    fills,
    of: isMeasure(field) && field.of ? String(field.of).split(".") : [],
    computed,
    kept: computed || fixed,
    locking: Boolean(field.readonly_when) || linked.lock.length > 0,
    heads: [],
  };
  return { ...step, heads: headsOf(step, new Set(list ? among.map((one) => one.key) : [])) };
}

/** What its value is made from. */
function valueRuns(step: Step): Run[] {
  return [step.formula, step.first, ...step.linked.set.flatMap((one) => [one.when, one.value])].filter((run) => run !== null);
}

/** What decides whether it is shown. */
function shownRuns(step: Step): Run[] {
  return [...step.visible, ...step.linked.show, ...step.linked.hide];
}

function allRuns(step: Step): Run[] {
  const { require, lock, filter } = step.linked;
  const flags = [...shownRuns(step), step.required, step.readonly, ...require, ...lock];
  return [...valueRuns(step), ...flags, ...filter.flatMap((one) => [one.when, one.what])].filter((run) => run !== null);
}

/** Fields of the record that a step reads; in a row, its own fields aside. */
function headsOf(step: Step, own: Set<string>): string[] {
  const paths = [...allRuns(step).flatMap((run) => run.paths), ...(step.of.length ? [step.of] : [])];
  const named = paths.map(([first = "", second = ""]) => (first === "this" ? second : own.has(first) ? "" : first));
  const filling = step.list ? [] : step.fills.map((fill) => fill.source);
  return [...new Set([...named, ...filling])].filter(Boolean);
}

/** The steps that `step` must come after, by name: those its value, and more that `runs` read. */
function needsOf(step: Step, known: Map<string, Step>, runs: Run[] = []): string[] {
  const paths = [...[...valueRuns(step), ...runs].flatMap((run) => run.paths), ...(step.of.length ? [step.of] : [])];
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

function ordered(steps: Map<string, Step>, needsOf: (step: Step) => string[], inside: boolean): Step[] {
  const order: Step[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const step = steps.get(name);
    if (!step || seen.has(name)) return;
    seen.add(name);
    if (inside && step.field.type === "list") for (const row of step.field.fields ?? []) visit(nameOf(name, row.key));
    for (const need of needsOf(step)) visit(need);
    order.push(step);
  };
  for (const name of steps.keys()) visit(name);
  return order;
}

/** The conditions of the sections that fields stand in, and of their tabs. */
function sectionRuns(definition: FormDef): Map<string, Run[]> {
  const found = new Map<string, Run[]>();
  let tab: Run | null = null;
  for (const section of definition.sections) {
    const own = runOf(section.visible_when);
    if (section.tab) tab = own;
    const runs = [...new Set([tab, own])].filter((run) => run !== null);
    for (const key of section.fields) found.set(key, runs);
  }
  return found;
}

/** A form's document made ready; retired fields, and those the person may not know of, are left out. */
export function programOf(definition: FormDef, known: (path: string) => boolean = () => true): Program {
  const fields = definition.fields
    .filter((field) => !field.retired && known(field.key))
    .map(readyField)
    .map((field) => (field.fields ? { ...field, fields: field.fields.filter((row) => known(`${field.key}.${row.key}`)) } : field));
  const linkage = linkageOf(definition);
  const sections = sectionRuns(definition);
  const steps = new Map<string, Step>();
  for (const field of fields) {
    steps.set(field.key, stepOf(field, { list: "", among: fields, linkage, sections: sections.get(field.key) ?? [] }));
    const among = field.fields ?? [];
    for (const row of among) steps.set(nameOf(field.key, row.key), stepOf(row, { list: field.key, among, linkage, sections: [] }));
  }
  const shown = (step: Step): string[] => [...needsOf(step, steps, shownRuns(step)), step.list].filter(Boolean);
  return {
    fields,
    byKey: Object.fromEntries(fields.map((field) => [field.key, field])),
    steps: ordered(steps, (step) => needsOf(step, steps), true),
    hiding: ordered(steps, shown, false).filter((step) => !step.kept && shownRuns(step).length > 0),
  };
}
