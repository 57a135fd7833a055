import { type Env, evaluate, type Row as Scalars, type Value } from "../../expr/index.ts";
import { CONVERSIONS, type LinkedRecords, UOM } from "./linked.ts";
import { FREE, type Place } from "./place.ts";
import { isMeasure } from "./preset.ts";
import type { Program, Step } from "./program.ts";
import type { Run } from "./run.ts";
import { UNKNOWN } from "./scalar.ts";
import { offeredWith } from "./uom.ts";

export type Told = { known: boolean; value: Value };

/** What expressions see of the record and of a row, as far as it is known in the browser. */
export class Reading {
  env!: Env;

  constructor(
    private readonly program: Program,
    private readonly links: LinkedRecords,
    private readonly top: Place,
  ) {}

  /** The value of an expression at a place; kept as long as what it reads is the same. */
  evaluated(step: Step, place: Place, run: Run): Told {
    const inputs = run.paths.map((path) => this.inputOf(step, place, path));
    const memo = place.memo.get(run);
    if (memo && memo.inputs.every((one, at) => one === inputs[at])) return { known: true, value: memo.value as Value };
    if (!run.paths.every((path) => this.isKnown(step, place, path))) return { known: false, value: null };
    try {
      const value = evaluate(run.expression, this.names(step, place), this.env);
      place.memo.set(run, { inputs, value });
      return { known: true, value };
    } catch {
      return { known: false, value: null };
    }
  }

  /** Whether a condition holds, `null` where only the server can tell. */
  holds(step: Step, place: Place, run: Run): boolean | null {
    const found = this.evaluated(step, place, run);
    return found.known ? found.value === true : null;
  }

  /** The keys of a choice's options for which every filter that holds is true; `undefined` when none holds. */
  offered(step: Step, place: Place): string[] | undefined {
    const { field, linked } = step;
    if (field.type !== "choice" && field.type !== "multi") return undefined;
    const holding = linked.filter.filter((one) => this.holds(step, place, one.when) === true);
    if (!holding.length) return undefined;
    const runs = holding.map((one) => one.what).filter((run) => run.paths.every((path) => path[0] === "option" || this.isKnown(step, place, path)));
    const keys = (field.options ?? []).map((option) => option.key);
    const names = this.names(step, place);
    return keys.filter((key) => runs.every((run) => this.isLeft(run, { ...names, this: names, option: key })));
  }

  private isLeft(run: Run, names: Scalars): boolean {
    try {
      return evaluate(run.expression, names, this.env) === true;
    } catch {
      return false;
    }
  }

  /** The uom a quantity is counted in; `undefined` where the server must tell. */
  referenceOf(step: Step, place: Place): string | undefined {
    const { field } = step;
    if (!isMeasure(field)) return "";
    if (field.uom) return String(field.uom);
    const several = field.uoms as string[] | undefined;
    if (several?.length) return several[0] ?? "";
    const path = [...step.of, this.isLot(step) ? "uom" : UOM];
    const uom = this.isKnown(step, place, path) ? this.peek(step, place, path) : undefined;
    return typeof uom === "string" ? uom : undefined;
  }

  uomsOf(step: Step, place: Place, reference: string): string[] {
    const { field } = step;
    if (!isMeasure(field)) return FREE.uoms;
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

  /** What stands at a path as far as it is known, nothing asked for. */
  private peek(step: Step, place: Place, path: string[]): Value | undefined {
    let found = this.named(step, place, path[0] ?? "");
    for (const part of path.slice(1)) {
      if (typeof found !== "object" || found === null || Array.isArray(found)) return undefined;
      found = (found as Scalars)[part];
    }
    return found;
  }

  private names(step: Step, place: Place): Scalars {
    return { ...this.top.scalars, ...(step.list ? place.scalars : {}), this: this.top.scalars };
  }

  /** What the first name of a path means here: the row's field, else the record's. */
  private named(step: Step, place: Place, first: string): Value | undefined {
    return step.list && Object.hasOwn(place.scalars, first) ? place.scalars[first] : this.top.scalars[first];
  }

  private inputOf(step: Step, place: Place, path: string[]): unknown {
    return path[0] === "this" ? this.top.scalars[path[1] ?? ""] : this.named(step, place, path[0] ?? "");
  }

  private isKnown(step: Step, place: Place, path: string[]): boolean {
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
}
