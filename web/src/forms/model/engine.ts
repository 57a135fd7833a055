import { type Env, evaluate, type Row as Scalars, type Value } from "../../expr/index.ts";
import { CONVERSIONS, type LinkedRecords, targetOf, UOM } from "./linked.ts";
import type { Program, Run, Step } from "./program.ts";
import { isBlank, scalarOf, type Self, UNKNOWN, wireOf } from "./scalar.ts";
import { offeredWith } from "./uom.ts";

export type Values = Record<string, unknown>;
/** A row of a detail list as it is edited; `_k` names it in this browser. */
export type EditRow = Values & { _k: string };

export type Flags = {
  hidden: boolean;
  required: boolean;
  readonly: boolean;
  /** Only the server can tell the value, and has not yet. */
  pending: boolean;
  /** A quantity: what it is counted in, and what may be chosen. */
  uom: string;
  uoms: string[];
};

/** What is shown of a record or row. The same object as long as nothing in it changes. */
export type View = {
  key: string;
  values: Values;
  flags: Record<string, Flags>;
  /** A row in which nothing was given does not count: it is neither computed with nor sent. */
  filled: boolean;
};
export type Snapshot = { top: View; lists: Record<string, View[]> };

/** What the server last computed: its values, and the rows it was asked about, by list. */
export type Answer = { fields: Values; rows: Record<string, string[]> };

export type Input = {
  /** What was typed, by field; lists as rows. */
  given: Values;
  /** The record as it is, when it is amended. */
  old: Values | null;
  env: Env;
  self: Self;
  answer: Answer | null;
  /** Whether the person may fill a field (`inputs.fed`). */
  writable: (path: string) => boolean;
};

type Memo = { inputs: unknown[]; value: unknown };
type Told = { known: boolean; value: Value };

/** One record or row as it is computed. */
class Place {
  scalars: Record<string, Value> = {};
  values: Values = {};
  flags: Record<string, Flags> = {};
  memo = new Map<string, Memo>();
  view: View;
  given: Values = {};
  /** What came out while values were settled, by field. */
  known: Record<string, Pick<Flags, "pending" | "uom" | "uoms">> = {};

  filled = true;

  constructor(readonly key: string) {
    this.view = { key, values: {}, flags: {}, filled: true };
  }

  put(key: string, value: unknown, scalar: Value): void {
    this.values[key] = value;
    this.scalars[key] = scalar;
  }

  /** The view of now; the last one when nothing changed. */
  seen(): View {
    const before = this.view;
    const same =
      before.filled === this.filled &&
      Object.keys(this.values).every((key) => Object.is(before.values[key], this.values[key])) &&
      Object.keys(this.flags).every((key) => before.flags[key] === this.flags[key]);
    if (!same) this.view = { key: this.key, values: { ...this.values }, flags: { ...this.flags }, filled: this.filled };
    return this.view;
  }
}

const FREE: Flags = { hidden: false, required: false, readonly: false, pending: false, uom: "", uoms: [] };

function sameFlags(a: Flags, b: Flags): boolean {
  return (
    a.hidden === b.hidden &&
    a.required === b.required &&
    a.readonly === b.readonly &&
    a.pending === b.pending &&
    a.uom === b.uom &&
    (a.uoms === b.uoms || a.uoms.join() === b.uoms.join())
  );
}

/**
 * Computes a record while it is typed: defaults, formulas, look-ups, what is shown and needed. It keeps what it
 * computed: a step whose inputs are the same is not run again, so one key in a list of 1,000 rows costs one row.
 */
export class Engine {
  private readonly top = new Place("");
  private readonly rows = new Map<string, Map<string, Place>>();
  private lists: Record<string, Place[]> = {};
  private input!: Input;

  constructor(
    readonly program: Program,
    private readonly links: LinkedRecords,
  ) {}

  /** The record of now. */
  run(input: Input): Snapshot {
    this.input = input;
    this.top.given = input.given;
    for (const field of this.program.fields) if (field.type === "list") this.settleRows(field.key);
    for (const step of this.program.steps) {
      if (step.field.type === "list") this.closeList(step);
      else for (const place of step.list ? (this.lists[step.list] ?? []) : [this.top]) this.settle(step, place);
    }
    for (const step of this.program.steps) {
      const fixed = this.isFixed(step);
      for (const place of step.list ? (this.lists[step.list] ?? []) : [this.top]) this.judge(step, place, fixed);
    }
    return {
      top: this.top.seen(),
      lists: Object.fromEntries(Object.entries(this.lists).map(([key, places]) => [key, places.map((place) => place.seen())])),
    };
  }

  private settleRows(list: string): void {
    const { given, old } = this.input;
    const wanted = (given[list] ?? old?.[list] ?? []) as Values[];
    const keys = (this.program.byKey[list]?.fields ?? []).map((field) => field.key);
    const before = this.rows.get(list) ?? new Map<string, Place>();
    const now = new Map<string, Place>();
    this.lists[list] = wanted.map((row, index) => {
      const key = String(row._k ?? row.id ?? index);
      const place = before.get(key) ?? new Place(key);
      place.given = row;
      place.filled = Boolean(row.id) || keys.some((one) => !isBlank(row[one]));
      now.set(key, place);
      return place;
    });
    this.rows.set(list, now);
  }

  private closeList(step: Step): void {
    const places = this.lists[step.key] ?? [];
    const scalars = places.filter((place) => place.filled).map((place) => place.scalars as Scalars);
    this.top.put(step.key, this.input.given[step.key] ?? this.input.old?.[step.key] ?? null, scalars as Value);
  }

  // ---- values

  private settle(step: Step, place: Place): void {
    const { key } = step;
    const reference = this.referenceOf(step, place);
    let known = true;
    let value: unknown;
    if (step.computed && !place.filled) value = null;
    else if (step.computed) [known, value] = this.told(step, place, step.formula, reference);
    else if (this.takes(step, place)) value = place.given[key];
    else if (this.input.old !== null && !this.isNewRow(step, place)) value = step.list ? place.given[key] : this.input.old[key];
    else [known, value] = this.firstOf(step, place, reference);
    // A first value that only the server knows may still come; what it made of a formula is final.
    const pending = !known && (step.computed ? value === undefined : isBlank(value));
    value ??= null;
    const before = place.values[key];
    const unlike = value !== before && typeof value === "object" && value !== null;
    if (unlike && JSON.stringify(before) === JSON.stringify(value)) value = before;
    place.put(key, value, this.scalar(step, place, value, reference));
    place.known[key] = { pending, uom: reference, uoms: this.uomsOf(step, place, reference) };
  }

  /** Whether what was typed is the value. */
  private takes(step: Step, place: Place): boolean {
    if (step.field.readonly || step.field.type === "serial") return false;
    return Object.hasOwn(place.given, step.key) && place.given[step.key] !== undefined;
  }

  private isNewRow(step: Step, place: Place): boolean {
    return step.list !== "" && !place.given.id;
  }

  private told(step: Step, place: Place, run: Run | null, reference: string): [boolean, unknown] {
    if (this.copied(step)) return [true, this.input.old?.[step.key]];
    const found = run === null ? { known: false, value: null } : this.evaluated(step, place, run);
    if (found.known) return [true, wireOf(step.field, found.value, this.input.self, reference)];
    const before = step.list ? place.given[step.key] : this.input.old?.[step.key];
    return [false, this.answered(step, place) ?? before];
  }

  /** Whether a look-up keeps the copy it made: its link is the same as before. */
  private copied(step: Step): boolean {
    const source = step.field.type === "lookup" && !step.list ? String(step.field.from).split(".")[0] : undefined;
    return source !== undefined && this.input.old !== null && !Object.hasOwn(this.input.given, source);
  }

  private firstOf(step: Step, place: Place, reference: string): [boolean, unknown] {
    if (step.first) return this.told(step, place, step.first, reference);
    let known = true;
    for (const fill of step.fills) {
      const source = place.values[fill.source] as { fill?: Values } | null | undefined;
      if (isBlank(source)) continue;
      if (source?.fill && Object.hasOwn(source.fill, step.key)) return [true, source.fill[step.key]];
      const scalar = place.scalars[fill.source];
      if (typeof scalar !== "object" || scalar === null || Array.isArray(scalar)) continue;
      if (this.links.knows(scalar as Scalars, [fill.theirs])) {
        return [true, wireOf(step.field, (scalar as Scalars)[fill.theirs] ?? null, this.input.self, reference)];
      }
      known = false;
    }
    return known ? [true, null] : [false, this.answered(step, place)];
  }

  /** The server's value, `undefined` when it has none for this place. */
  private answered(step: Step, place: Place): unknown {
    const { answer } = this.input;
    if (!answer) return undefined;
    if (!step.list) return answer.fields[step.key];
    const at = answer.rows[step.list]?.indexOf(place.key) ?? -1;
    return at < 0 ? undefined : (answer.fields[step.list] as Values[] | undefined)?.[at]?.[step.key];
  }

  /** The value as expressions see it: the same object as long as it is the same. */
  private scalar(step: Step, place: Place, value: unknown, reference: string): Value {
    const before = place.memo.get(`=${step.key}`);
    const kept = before && before.inputs[0] === value && before.inputs[1] === reference;
    if (kept && targetOf(step.field) === "") return before.value as Value;
    const made = scalarOf(step.field, value, this.links, reference);
    place.memo.set(`=${step.key}`, { inputs: [value, reference], value: made });
    return made;
  }

  // ---- uoms

  private referenceOf(step: Step, place: Place): string {
    const { field } = step;
    if (field.type !== "quantity") return "";
    if (field.uom) return String(field.uom);
    const several = field.uoms as string[] | undefined;
    if (several?.length) return several[0] ?? "";
    const uom = this.below(step, place, [...step.of, this.isLot(step) ? "uom" : UOM]);
    return typeof uom === "string" ? uom : String((this.answered(step, place) as { uom?: string } | undefined)?.uom ?? "");
  }

  private uomsOf(step: Step, place: Place, reference: string): string[] {
    const { field } = step;
    if (field.type !== "quantity") return FREE.uoms;
    const several = field.uoms as string[] | undefined;
    if (several?.length) return several;
    if (field.uom || !reference) return FREE.uoms;
    const material = this.isLot(step) ? [...step.of, "material"] : step.of;
    const rows = this.peek(step, place, [...material, CONVERSIONS]);
    const own = Array.isArray(rows) ? rows.map((row) => (row as Scalars | null)?.uom).filter((one): one is string => typeof one === "string") : [];
    return offeredWith(reference, own);
  }

  private isLot(step: Step): boolean {
    const [first = ""] = step.of;
    const around = this.program.byKey[step.list]?.fields?.find((one) => one.key === first) ?? this.program.byKey[first];
    return step.of.length === 1 && around?.type === "lot";
  }

  private below(step: Step, place: Place, path: string[]): Value | undefined {
    return this.known(step, place, path) ? this.peek(step, place, path) : undefined;
  }

  /** What stands at a path as far as it is known, nothing asked for. */
  private peek(step: Step, place: Place, path: string[]): Value | undefined {
    let found = this.named(step, place, path[0] ?? "");
    for (const part of path.slice(1)) {
      if (typeof found !== "object" || found === null || Array.isArray(found)) return undefined;
      found = (found as Scalars)[part];
    }
    return found;
  }

  // ---- expressions

  private names(step: Step, place: Place): Scalars {
    return { ...this.top.scalars, ...(step.list ? place.scalars : {}), this: this.top.scalars };
  }

  /** What the first name of a path means here: the row's field, else the record's. */
  private named(step: Step, place: Place, first: string): Value | undefined {
    return step.list && Object.hasOwn(place.scalars, first) ? place.scalars[first] : this.top.scalars[first];
  }

  private evaluated(step: Step, place: Place, run: Run): Told {
    const inputs = run.paths.map((path) => this.inputOf(step, place, path));
    const memo = place.memo.get(`${step.key} ${run.text}`);
    if (memo && memo.inputs.every((one, at) => one === inputs[at])) return { known: true, value: memo.value as Value };
    if (!run.paths.every((path) => this.known(step, place, path))) return { known: false, value: null };
    try {
      const value = evaluate(run.expression, this.names(step, place), this.input.env);
      place.memo.set(`${step.key} ${run.text}`, { inputs, value });
      return { known: true, value };
    } catch {
      return { known: false, value: null };
    }
  }

  private inputOf(step: Step, place: Place, path: string[]): unknown {
    const found = path[0] === "this" ? this.top.scalars[path[1] ?? ""] : this.named(step, place, path[0] ?? "");
    // Rows change in place, so a list never counts as unchanged.
    return Array.isArray(found) ? {} : found;
  }

  private known(step: Step, place: Place, path: string[]): boolean {
    const [first = "", ...rest] = path[0] === "this" ? path.slice(1) : path;
    const found = path[0] === "this" ? this.top.scalars[first] : this.named(step, place, first);
    return found === undefined ? this.isOwn(first, step) : this.knownBelow(found, rest);
  }

  /** Names that are no field (`created_by`) are the server's; a field not settled yet is blank. */
  private isOwn(first: string, step: Step): boolean {
    return first in this.program.byKey || Boolean(this.program.byKey[step.list]?.fields?.some((one) => one.key === first));
  }

  private knownBelow(value: Value, rest: string[]): boolean {
    if (value === UNKNOWN) return false;
    if (Array.isArray(value)) return value.every((item) => item === null || this.knownBelow(item, rest));
    if (!rest.length || typeof value !== "object" || value === null) return true;
    const row = value as Scalars;
    const [first = "", ...deeper] = rest;
    if (Object.hasOwn(row, first) && !("id" in row)) return this.knownBelow(row[first] ?? null, deeper);
    return this.links.knows(row, rest);
  }

  // ---- what is shown, needed, free

  private judge(step: Step, place: Place, fixed: boolean): void {
    const { field, key } = step;
    const hidden = step.visible !== null && this.holds(step, place, step.visible) === false;
    const needed = !hidden && !fixed && (Boolean(field.required) || (step.required !== null && this.holds(step, place, step.required) === true));
    const readonly = fixed || (step.readonly !== null && this.holds(step, place, step.readonly) === true);
    const { pending, uom, uoms } = place.known[key] ?? FREE;
    const before = place.flags[key];
    const now = { hidden, required: needed, readonly, pending, uom, uoms };
    place.flags[key] = before && sameFlags(before, now) ? before : now;
  }

  /** Whether a condition holds, `null` where only the server can tell. */
  private holds(step: Step, place: Place, run: Run): boolean | null {
    const found = this.evaluated(step, place, run);
    return found.known ? found.value === true : null;
  }

  /** Whether a field is never the person's to fill. */
  private isFixed(step: Step): boolean {
    const { field } = step;
    const numbered = field.type === "lot" && Boolean((field.new as { rule?: string } | undefined)?.rule);
    const path = step.list ? `${step.list}.${step.key}` : step.key;
    return step.computed || Boolean(field.readonly) || field.type === "serial" || numbered || !this.input.writable(path);
  }
}
