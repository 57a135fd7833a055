import type { FieldDef, FormDef } from "../../api/index.ts";
import type { Row, Value } from "../../expr/index.ts";
import { dec, parseDay } from "../../expr/index.ts";
import { readyField, type ReadyField } from "./preset.ts";
import { scalarOf } from "./scalar.ts";

/** Forms that no one draws, as the targets of links. */
export const PERSON = "$person";
export const DEPARTMENT = "$department";
export const LOT = "$lot";

/** What every material tells beside its fields: its base uom, and its own conversions. */
export const UOM = "$uom";
export const CONVERSIONS = "$conversions";

type Wire = Record<string, unknown>;

/** Where linked records come from; each answers `null` for what may not be read. */
export type Source = {
  record: (form: string, id: string) => Promise<{ fields: Wire; definition: FormDef } | null>;
  lot: (code: string) => Promise<Wire | null>;
};

type Entry = { scalar: Row; state: "untouched" | "loading" | "known" | "barred" };

/** The form a field leads to, `""` when it leads to none. */
export function targetOf(field: FieldDef): string {
  if (field.type === "lot") return LOT;
  if (field.type === "person") return PERSON;
  if (field.type === "department") return DEPARTMENT;
  return ["link", "location", "lookup"].includes(field.type) ? String(field.to ?? "") : "";
}

/**
 * Linked records and lots as expressions see them, read when an expression first asks for more than their identity.
 * A scalar stays the same object until what is known of it changes.
 */
export class LinkedRecords {
  private readonly entries = new Map<string, Entry>();
  private readonly byScalar = new WeakMap<Row, { form: string; id: string; entry: Entry }>();
  /** Goes up as more becomes known. */
  version = 0;

  /**
   * @param changed called when more became known.
   */
  constructor(
    private readonly source: Source,
    private readonly changed: () => void,
  ) {}

  /** The record `id` of `form` (a lot: its code) as expressions see it. */
  scalar(form: string, id: string, title = ""): Row {
    return this.entry(form, id, title).scalar;
  }

  /** Takes in what is known of a lot already, as the options tell it. */
  primeLot(code: string, facts: Wire): void {
    const entry = this.entry(LOT, code, "");
    if (entry.state === "known") return;
    this.take(LOT, code, entry, this.lotFacts({ code, ...facts }) ?? {});
  }

  /** Whether everything on the way of `parts` below `link` is known; what is not is asked for. */
  knows(link: Row, parts: string[]): boolean {
    const [first, ...rest] = parts;
    if (first === undefined || first === "id" || first === "uid") return true;
    const found = this.byScalar.get(link);
    if (!found) return true;
    if (!Object.hasOwn(link, first) && found.entry.state !== "known") {
      this.load(found.form, found.id, found.entry);
      return false;
    }
    if (found.form === LOT && !Object.hasOwn(link, first)) return false;
    const below = link[first];
    return !rest.length || typeof below !== "object" || below === null || Array.isArray(below) || this.knows(below as Row, rest);
  }

  private entry(form: string, id: string, title: string): Entry {
    const key = `${form} ${id}`;
    let found = this.entries.get(key);
    if (!found) {
      const named: Record<string, Value> = form === LOT ? { code: id } : title ? { title } : {};
      found = { scalar: { id, ...named }, state: "untouched" };
      this.keep(key, form, id, found);
    } else if (title && form !== LOT && !Object.hasOwn(found.scalar, "title")) {
      (found.scalar as Record<string, Value>).title = title;
      this.version += 1;
    }
    return found;
  }

  private keep(key: string, form: string, id: string, entry: Entry): void {
    this.entries.set(key, entry);
    this.byScalar.set(entry.scalar, { form, id, entry });
  }

  private load(form: string, id: string, entry: Entry): void {
    if (entry.state !== "untouched") return;
    entry.state = "loading";
    void this.read(form, id).then((facts) => {
      if (facts) this.take(form, id, entry, facts);
      else {
        entry.state = "barred";
        this.version += 1;
      }
      this.changed();
    });
  }

  private take(form: string, id: string, entry: Entry, facts: Row): void {
    entry.state = "known";
    this.version += 1;
    entry.scalar = Object.defineProperties({ ...entry.scalar }, Object.getOwnPropertyDescriptors(facts)) as Row;
    this.keep(`${form} ${id}`, form, id, entry);
  }

  private async read(form: string, id: string): Promise<Row | null> {
    if (form === PERSON || form === DEPARTMENT || form === "") return null;
    try {
      if (form === LOT) return this.lotFacts(await this.source.lot(id));
      const found = await this.source.record(form, id);
      return found && this.recordFacts(found.fields, found.definition);
    } catch {
      return null;
    }
  }

  private lotFacts(lot: Wire | null): Row | null {
    if (!lot) return null;
    const onHand = (lot.balance as { on_hand?: string } | undefined)?.on_hand ?? lot.on_hand;
    const text = (key: string): Value => (lot[key] as string | null) ?? null;
    const day = (key: string): Value => (lot[key] ? parseDay(String(lot[key])) : null);
    const number = (key: string): Value => (lot[key] === undefined || lot[key] === null ? null : dec(String(lot[key])));
    const material = lot.material as { id: string; title?: string; form?: string } | null;
    return {
      code: text("code"),
      kind: text("kind"),
      supplier_lot: text("supplier_lot"),
      produced_on: day("produced_on"),
      expires_on: day("expires_on"),
      status: text("status"),
      uom: text("uom"),
      stage: text("stage"),
      on_hand: onHand === undefined || onHand === null ? null : dec(String(onHand)),
      free: number("free"),
      days_left: number("days_left"),
      place: text("place"),
      ...(typeof lot.fefo === "boolean" ? { fefo: lot.fefo } : {}),
      material: material ? this.scalar(material.form ?? "", material.id, material.title) : null,
    };
  }

  private recordFacts(fields: Wire, definition: FormDef): Row {
    const facts: Row = {};
    const add = (name: string, field: ReadyField): void => {
      Object.defineProperty(facts, name, { enumerable: true, get: () => scalarOf(field, fields[field.key], this) });
    };
    const serves = (definition as { serves?: unknown }).serves as { role?: string; uom?: string; conversions?: string } | undefined;
    for (const field of definition.fields.map(readyField)) {
      if (!(field.key in fields)) continue;
      add(field.key, field);
      if (serves?.role === "material" && field.key === serves.uom) add(UOM, field);
      if (serves?.role === "material" && field.key === serves.conversions) add(CONVERSIONS, field);
    }
    return facts;
  }
}
