import type { Env, Row as Scalars, Value } from "../../expr/index.ts";
import { elementOf } from "./gs1.ts";
import { type LinkedRecords, targetOf } from "./linked.ts";
import { type Dropped, type Flags, FREE, Place, type Snapshot, type Values } from "./place.ts";
import type { Program, Step } from "./program.ts";
import { Reading } from "./reading.ts";
import type { Run } from "./run.ts";
import { isBlank, scalarOf, scanKind, type Self, wireOf } from "./scalar.ts";

export type { EditRow, Flags, Snapshot, Values, View } from "./place.ts";

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

/**
 * Computes a record while it is typed: defaults, formulas, look-ups, linkage, what is shown and needed. It keeps what
 * it computed: a step whose inputs are the same is not run again, so one key in a list of 1,000 rows costs one row.
 */
export class Engine {
  private readonly top = new Place("");
  private readonly rows = new Map<string, Map<string, Place>>();
  private lists: Record<string, Place[]> = {};
  private readonly reading: Reading;
  private input!: Input;
  private last: Input | null = null;
  private seenLinks = -1;
  /** Everything is computed again: not only values changed. */
  private fresh = true;
  /** Fields of the record that changed in this run. */
  private readonly changed = new Set<string>();

  constructor(
    readonly program: Program,
    private readonly links: LinkedRecords,
  ) {
    this.reading = new Reading(program, links, this.top);
  }

  /** The record of now. */
  run(input: Input): Snapshot {
    this.begin(input);
    for (const field of this.program.fields) if (field.type === "list") this.settleRows(field.key);
    this.settleAll();
    this.dropAll();
    for (const step of this.program.steps) {
      const fixed = this.isFixed(step);
      this.eachStale(step, (place) => this.judge(step, place, fixed));
    }
    this.last = input;
    return {
      top: this.top.seen(),
      lists: Object.fromEntries(Object.entries(this.lists).map(([key, places]) => [key, places.map((place) => place.seen())])),
    };
  }

  private begin(input: Input): void {
    const { last } = this;
    this.fresh =
      last === null ||
      this.seenLinks !== this.links.version ||
      last.env !== input.env ||
      last.old !== input.old ||
      last.answer !== input.answer ||
      last.writable !== input.writable ||
      last.self?.id !== input.self?.id ||
      last.self?.name !== input.self?.name;
    this.seenLinks = this.links.version;
    this.input = input;
    this.reading.env = input.env;
    this.changed.clear();
    this.top.given = input.given;
    // What was dropped counts again until it is seen to be hidden still.
    for (const key of this.top.dropped.keys()) this.changed.add(key);
    this.top.dropped.clear();
    this.top.dirty = this.fresh;
  }

  // ---- which steps are to be run

  private placesOf(step: Step): Place[] {
    return step.list ? (this.lists[step.list] ?? []) : [this.top];
  }

  private eachStale(step: Step, act: (place: Place) => void): void {
    const all = this.fresh || step.heads.some((key) => this.changed.has(key)) || (!step.list && this.isTyped(step));
    for (const place of this.placesOf(step)) if (all || place.dirty) act(place);
  }

  private isTyped({ key }: Step): boolean {
    return this.changed.has(key) || !Object.is(this.last?.given[key], this.input.given[key]);
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
      const filled = place.given === row ? place.filled : Boolean(row.id) || keys.some((one) => !isBlank(row[one]));
      place.dirty = this.fresh || place.given !== row || place.dropped.size > 0;
      place.dropped.clear();
      place.given = row;
      place.filled = filled;
      now.set(key, place);
      return place;
    });
    this.rows.set(list, now);
    this.gather(list);
  }

  /** The rows as expressions see them; another array whenever something in them changed. */
  private gather(list: string): void {
    const counted = this.top.dropped.has(list) ? [] : (this.lists[list] ?? []);
    const scalars = counted.filter((place) => place.filled).map((place) => place.scalars as Scalars);
    const before = this.top.scalars[list] as Scalars[] | undefined;
    const same = before?.length === scalars.length && before.every((one, at) => one === scalars[at]);
    if (same && !counted.some((place) => place.dirty)) return;
    this.top.scalars[list] = scalars as Value;
    this.changed.add(list);
  }

  // ---- values

  private settleAll(): void {
    for (const step of this.program.steps) {
      if (step.field.type === "list") this.closeList(step);
      else this.settleStep(step);
    }
  }

  private settleStep(step: Step): void {
    let moved = false;
    this.eachStale(step, (place) => {
      if (!this.settle(step, place)) return;
      moved = true;
      if (step.list) place.dirty = true;
      else this.changed.add(step.key);
    });
    if (moved && step.list) this.gather(step.list);
  }

  private closeList(step: Step): void {
    const { given, old } = this.input;
    this.top.put(step.key, given[step.key] ?? old?.[step.key] ?? null, this.top.scalars[step.key] ?? null);
  }

  /** Gives a field its value; answers whether it is another one. */
  private settle(step: Step, place: Place): boolean {
    const reference = this.referenceOf(step, place);
    const [known, found] = this.valueOf(step, place, reference);
    const value = this.kept(step, place, found ?? null);
    // A first value that only the server knows may still come; what it made of a formula is final.
    const pending = !known && (step.computed ? found === undefined : isBlank(value));
    place.known[step.key] = { pending, uom: reference, uoms: this.reading.uomsOf(step, place, reference) };
    return place.put(step.key, value, this.scalar(step, place, value, reference));
  }

  private valueOf(step: Step, place: Place, reference: string): [boolean, unknown] {
    const dropped = place.dropped.get(step.key);
    if (dropped === "hidden") return [true, null];
    if (step.computed) return place.filled ? this.told(step, place, step.formula, reference) : [true, null];
    const set = this.setBy(step, place, reference);
    if (set) return set;
    if (!dropped && this.takes(step, place)) return [true, place.given[step.key]];
    if (this.input.old !== null && !this.isNewRow(step, place)) return [true, this.oldOf(step, place)];
    return this.firstOf(step, place, reference);
  }

  /** What linkage sets the field to: by the last rule that holds; `null` when none does. */
  private setBy(step: Step, place: Place, reference: string): [boolean, unknown] | null {
    for (const { when, value } of step.linked.set.toReversed()) {
      const holds = this.reading.holds(step, place, when);
      if (holds === false) continue;
      if (holds === null) return [false, this.answered(step, place) ?? place.given[step.key]];
      return place.filled ? this.told(step, place, value, reference) : [true, null];
    }
    return null;
  }

  /** The same object as before when it says the same. */
  private kept(step: Step, place: Place, value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    for (const before of [place.values[step.key], place.view.values[step.key]]) {
      if (before !== value && typeof before === "object" && JSON.stringify(before) === JSON.stringify(value)) return before;
    }
    return value;
  }

  /** Whether what was typed is the value. */
  private takes(step: Step, place: Place): boolean {
    if (step.field.readonly || step.field.type === "serial") return false;
    return Object.hasOwn(place.given, step.key) && place.given[step.key] !== undefined;
  }

  private isNewRow(step: Step, place: Place): boolean {
    return step.list !== "" && !place.given.id;
  }

  private oldOf(step: Step, place: Place): unknown {
    if (!step.list) return this.input.old?.[step.key];
    if (!place.dropped.has(step.key)) return place.given[step.key];
    return this.oldRow(step, place)?.[step.key];
  }

  private oldRow(step: Step, place: Place): Values | undefined {
    const rows = (this.input.old?.[step.list] ?? []) as Values[];
    return rows.find((row) => row.id === place.given.id);
  }

  private told(step: Step, place: Place, run: Run | null, reference: string): [boolean, unknown] {
    if (this.copied(step)) return [true, this.input.old?.[step.key]];
    const found = run === null ? { known: false, value: null } : this.reading.evaluated(step, place, run);
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
      if (typeof scalar === "string") {
        const read = elementOf(scalar, fill.theirs, scanKind(step.field), new Date());
        if (read !== null) return [true, typeof read === "string" ? read : wireOf(step.field, read, this.input.self, reference)];
        continue;
      }
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
    const before = place.memo.get(step);
    const kept = before && before.inputs[0] === value && before.inputs[1] === reference;
    if (kept && targetOf(step.field) === "") return before.value as Value;
    const made = scalarOf(step.field, value, this.links, reference);
    place.memo.set(step, { inputs: [value, reference], value: made });
    return made;
  }

  private referenceOf(step: Step, place: Place): string {
    const found = this.reading.referenceOf(step, place);
    return found ?? String((this.answered(step, place) as { uom?: string } | undefined)?.uom ?? "");
  }

  // ---- what is shown, needed, free

  /** Sets aside what was typed into fields that are hidden or locked: what decides over a field comes before it. */
  private dropAll(): void {
    const { hiding, steps } = this.program;
    for (const step of hiding) if (this.drop(step, (place) => this.isGone(step, place), "hidden")) this.settleAll();
    let locked = false;
    for (const step of steps) if (!step.kept && step.locking && this.drop(step, (place) => this.isReverted(step, place), "locked")) locked = true;
    if (!locked) return;
    this.settleAll();
    for (const step of hiding) if (this.drop(step, (place) => this.isGone(step, place), "hidden")) this.settleAll();
  }

  private drop(step: Step, gone: (place: Place) => boolean, why: Dropped): boolean {
    let found = false;
    this.eachStale(step, (place) => {
      if (place.dropped.has(step.key) || !gone(place)) return;
      place.dropped.set(step.key, why);
      found = true;
      if (step.field.type === "list") this.gather(step.key);
      else if (step.list) place.dirty = true;
      else this.changed.add(step.key);
    });
    return found;
  }

  /** Whether a field holds what it may not, since it is not shown; what linkage sets it keeps. */
  private isGone(step: Step, place: Place): boolean {
    const scalar = place.scalars[step.key];
    const blank = scalar === null || scalar === undefined || (Array.isArray(scalar) && !scalar.length);
    return !blank && this.isHidden(step, place) && !this.isSet(step, place);
  }

  /** Whether a field holds what was typed before it was locked. */
  private isReverted(step: Step, place: Place): boolean {
    const { key } = step;
    if (!this.takes(step, place) || !this.isLocked(step, place)) return false;
    return !(step.list && place.given.id && Object.is(this.oldRow(step, place)?.[key], place.given[key]));
  }

  private isSet(step: Step, place: Place): boolean {
    return step.linked.set.some((one) => this.reading.holds(step, place, one.when) === true);
  }

  private isHidden(step: Step, place: Place): boolean {
    const { show, hide } = step.linked;
    const is = (run: Run): boolean | null => this.reading.holds(step, place, run);
    const own = step.visible.some((run) => is(run) === false);
    return own || hide.some((run) => is(run) === true) || (show.length > 0 && show.every((run) => is(run) === false));
  }

  private isLocked(step: Step, place: Place): boolean {
    return [step.readonly, ...step.linked.lock].some((run) => run !== null && this.reading.holds(step, place, run) === true);
  }

  private judge(step: Step, place: Place, fixed: boolean): void {
    const { field, key, linked } = step;
    const is = (run: Run | null): boolean => run !== null && this.reading.holds(step, place, run) === true;
    const hidden = this.isHidden(step, place);
    const required = !hidden && !fixed && (Boolean(field.required) || [step.required, ...linked.require].some(is));
    const readonly = fixed || this.isLocked(step, place) || this.isSet(step, place);
    const now: Flags = { hidden, required, readonly, ...(place.known[key] ?? { pending: false, uom: "", uoms: FREE.uoms }) };
    const offered = this.reading.offered(step, place);
    place.flag(key, offered ? { ...now, offered: [...offered, ...this.chosenBefore(step, place)] } : now);
  }

  /** What was chosen before a record is amended may stay, whatever is offered now. */
  private chosenBefore(step: Step, place: Place): string[] {
    const before = step.list ? this.oldRow(step, place)?.[step.key] : this.input.old?.[step.key];
    return isBlank(before) ? [] : ([before].flat() as string[]);
  }

  /** Whether a field is never the person's to fill. */
  private isFixed(step: Step): boolean {
    const { field } = step;
    const numbered = field.type === "lot" && Boolean((field.new as { rule?: string } | undefined)?.rule);
    return step.computed || Boolean(field.readonly) || field.type === "serial" || numbered || !this.input.writable(step.path);
  }
}
