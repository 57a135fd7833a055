/** The parts of `/trace` that are read here. */
export type Traced = {
  units: { id: string; code?: string; title?: string; uom?: string; hidden?: boolean }[];
  events: {
    id: string;
    verb: string;
    time: string;
    record: string | null;
    place: string | null;
    source: string | null;
    destination: string | null;
    voided_at?: string | null;
  }[];
  links: { event: string; unit: string; role: string; quantity: string | null }[];
};

export type LotRead = { code: string; title: string; quantity: string | null; uom: string };
export type EventRead = {
  id: string;
  verb: string;
  time: string;
  place: string | null;
  source: string | null;
  destination: string | null;
  voided: boolean;
  parts: { role: string; lots: LotRead[] }[];
};

const ROLES = ["parent", "input", "child", "object", "output"];

/** The events of one record, with every lot that any of the traces shows in them; each lot once a role. */
export function eventsOf(record: string, traces: Traced[]): EventRead[] {
  const units = new Map(traces.flatMap((trace) => trace.units.map((unit) => [unit.id, unit] as const)));
  const events = new Map(traces.flatMap((trace) => trace.events.filter((event) => event.record === record).map((event) => [event.id, event] as const)));
  const links = new Map(traces.flatMap((trace) => trace.links.map((link) => [`${link.event} ${link.unit} ${link.role}`, link] as const)));
  return [...events.values()]
    .sort((a, b) => a.time.localeCompare(b.time))
    .map((event) => ({
      id: event.id,
      verb: event.verb,
      time: event.time,
      place: event.place,
      source: event.source,
      destination: event.destination,
      voided: Boolean(event.voided_at),
      parts: ROLES.flatMap((role) => {
        const lots = [...links.values()]
          .filter((link) => link.event === event.id && link.role === role)
          .flatMap((link) => {
            const unit = units.get(link.unit);
            return unit?.code ? [{ code: unit.code, title: unit.title ?? "", quantity: link.quantity, uom: unit.uom ?? "" }] : [];
          });
        return lots.length ? [{ role, lots }] : [];
      }),
    }));
}
