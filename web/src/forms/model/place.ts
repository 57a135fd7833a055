import type { Value } from "../../expr/index.ts";

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
  /** Options of a choice that linkage leaves open; absent when all are. */
  offered?: string[];
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

export const FREE: Flags = { hidden: false, required: false, readonly: false, pending: false, uom: "", uoms: [] };

type Memo = { inputs: unknown[]; value: unknown };
type Told = Pick<Flags, "pending" | "uom" | "uoms">;

/** Why a typed value does not count: its field is not shown, or is not the person's to fill now. */
export type Dropped = "hidden" | "locked";

/** One record or row as it is computed. */
export class Place {
  scalars: Record<string, Value> = {};
  values: Values = {};
  flags: Record<string, Flags> = {};
  /** What an expression or a value last came to, by the expression or the field it is of. */
  memo = new Map<object, Memo>();
  view: View;
  given: Values = {};
  /** What came out while values were settled, by field. */
  known: Record<string, Told> = {};
  filled = true;
  dropped = new Map<string, Dropped>();
  /** Something in it changed in this run. */
  dirty = true;
  /** It was computed since its view was made. */
  touched = true;

  constructor(readonly key: string) {
    this.view = { key, values: {}, flags: {}, filled: true };
  }

  /** Takes a value in; answers whether expressions see another than before. */
  put(key: string, value: unknown, scalar: Value): boolean {
    const same = Object.is(this.scalars[key], scalar) && Object.hasOwn(this.scalars, key);
    this.values[key] = value;
    this.scalars[key] = scalar;
    this.touched = true;
    return !same;
  }

  flag(key: string, now: Flags): void {
    const before = this.flags[key];
    this.flags[key] = before && sameFlags(before, now) ? before : now;
    this.touched = true;
  }

  /** The view of now; the last one when nothing changed. */
  seen(): View {
    if (!this.touched) return this.view;
    this.touched = false;
    const before = this.view;
    const same =
      before.filled === this.filled &&
      Object.keys(this.values).every((key) => Object.is(before.values[key], this.values[key])) &&
      Object.keys(this.flags).every((key) => before.flags[key] === this.flags[key]);
    if (!same) this.view = { key: this.key, values: { ...this.values }, flags: { ...this.flags }, filled: this.filled };
    return this.view;
  }
}

const sameList = (a: string[] | undefined, b: string[] | undefined): boolean => a === b || (a !== undefined && b !== undefined && a.join("\n") === b.join("\n"));

function sameFlags(a: Flags, b: Flags): boolean {
  return (
    a.hidden === b.hidden &&
    a.required === b.required &&
    a.readonly === b.readonly &&
    a.pending === b.pending &&
    a.uom === b.uom &&
    sameList(a.uoms, b.uoms) &&
    sameList(a.offered, b.offered)
  );
}
