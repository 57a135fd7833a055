import type { Genealogy, Role, TraceEvent, TraceLink, Unit } from "../types.ts";

/** Builds answers of `/trace` in few words, for tests. */
export class Answer {
  private readonly units = new Map<string, Unit | { id: string; hidden: true }>();
  private readonly events: TraceEvent[] = [];
  private readonly links: TraceLink[] = [];

  lot(code: string, level: number, more: Partial<Unit> = {}): this {
    const unit: Unit = {
      id: code,
      code,
      kind: "lot",
      title: "",
      supplier_lot: null,
      produced_on: null,
      expires_on: null,
      status: "released",
      uom: "kg",
      stage: null,
      form: "feeding",
      level,
      quantity: null,
      amount: null,
      share: null,
      ...more,
    };
    this.units.set(code, unit);
    return this;
  }

  barred(id: string): this {
    this.units.set(id, { id, hidden: true });
    return this;
  }

  /** An event with its parts: `{ input: { A: "10" }, output: { B: "9" } }`. */
  event(verb: string, parts: Partial<Record<Role, Record<string, string | null>>>, more: Partial<TraceEvent> = {}): this {
    const id = `e${this.events.length + 1}`;
    const time = `2026-11-0${1 + Math.floor(this.events.length / 10)}T0${this.events.length % 10}:00:00Z`;
    this.events.push({
      id,
      verb,
      type: "",
      action: null,
      time,
      offset: 480,
      recorded_at: time,
      form: verb,
      record: `r-${id}`,
      record_title: id,
      place: null,
      source: null,
      destination: null,
      step: null,
      disposition: null,
      status: null,
      event_id: null,
      corrects: null,
      voided_at: null,
      ...more,
    });
    for (const [role, lots] of Object.entries(parts)) {
      for (const [unit, quantity] of Object.entries(lots)) this.links.push({ event: id, unit, role: role as Role, quantity });
    }
    return this;
  }

  of(start: string, more: Partial<Genealogy> = {}): Genealogy {
    const unit = this.units.get(start) as Unit;
    return { unit, direction: "both", units: [...this.units.values()], events: this.events, links: this.links, hidden: 0, ...more };
  }
}

/** A finished lot of two doughs and salt, on two pallets, to one customer. */
export function dumplings(): Genealogy {
  return new Answer()
    .lot("D", 0, { stage: "inspection", title: "Dumplings", quantity: "100" })
    .lot("W1", -1, { stage: "production", title: "Dough", quantity: "80", amount: "60", share: "0.6" })
    .lot("W2", -1, { stage: "production", title: "Dough", quantity: "50", amount: "40", share: "0.4" })
    .lot("S", -2, { stage: "receipt", title: "Salt", quantity: "200", amount: "1.5", share: "0.015" })
    .lot("P1", 1, { kind: "logistic", stage: "packing", uom: "pcs", amount: "70", share: "1" })
    .lot("P2", 1, { kind: "logistic", stage: "packing", uom: "pcs", amount: "30", share: "1" })
    .event("receive", { output: { S: "200" } }, { source: "Salt Ltd" })
    .event("transform", { input: { S: "1.2" }, output: { W1: "80" } })
    .event("transform", { input: { S: "0.8" }, output: { W2: "50" } })
    .event("transform", { input: { W1: "60", W2: "40" }, output: { D: "100" } })
    .event("observe", { object: { D: null } }, { status: "released" })
    .event("pack", { child: { D: "70" }, parent: { P1: "1" } })
    .event("pack", { child: { D: "30" }, parent: { P2: "1" } })
    .event("ship", { object: { P1: "1", P2: "1" }, child: { D: "100" } }, { destination: "Corner Shop", record_title: "SH-1 · Corner Shop" })
    .of("D");
}
