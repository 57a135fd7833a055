import type { Genealogy, LotEvent, Role, TraceEvent } from "../types.ts";

/** What a line tells of its event. */
export type StoryEvent = Omit<LotEvent, "role" | "quantity"> & Pick<Partial<TraceEvent>, "by" | "event_id">;
/** Another unit's part in an event. */
export type Other = { code: string; title: string; role: Role; quantity: string | null; uom: string };
/** One event as it concerns one unit: its own part, and the other units on the other side. */
export type StoryLine = { event: StoryEvent; role: Role; quantity: string | null; uom: string; others: Other[] };

const OPPOSITE: Record<Role, Role[]> = { input: ["output"], output: ["input"], child: ["parent"], parent: ["child"], object: [] };

/** What happened to a unit, newest first, with the units it met; `own` adds the voided events, which no trace meets. */
export function storyOf(answer: Genealogy, unit: string, own: LotEvent[] = []): StoryLine[] {
  const units = new Map(answer.units.map((one) => [one.id, one]));
  const byEvent = new Map<string, Genealogy["links"]>();
  for (const link of answer.links) byEvent.set(link.event, [...(byEvent.get(link.event) ?? []), link]);
  const card = units.get(unit);
  const uom = card && !card.hidden ? card.uom : "";
  const whole = card && !card.hidden && card.kind === "logistic";
  const known = new Set(answer.events.map((event) => event.id));
  const voided = own.filter((event) => event.voided_at && !known.has(event.id)).map((event): StoryLine => ({ event, role: event.role, quantity: event.quantity, uom, others: [] }));
  return answer.events
    .flatMap((event): StoryLine[] => {
      const links = byEvent.get(event.id) ?? [];
      const mine = links.find((link) => link.unit === unit);
      if (!mine) return [];
      const others = links.flatMap((link): Other[] => {
        const other = units.get(link.unit);
        if (link.unit === unit || !other || other.hidden || !OPPOSITE[mine.role].includes(link.role)) return [];
        const quantity = other.kind === "logistic" ? null : link.quantity;
        return [{ code: other.code, title: other.title, role: link.role, quantity, uom: other.uom }];
      });
      return [{ event, role: mine.role, quantity: whole ? null : mine.quantity, uom, others }];
    })
    .concat(voided)
    .sort((a, b) => b.event.time.localeCompare(a.event.time));
}

/** Who recorded an event, where the server tells. */
export function byWhom(event: Pick<TraceEvent, "by">): string {
  return typeof event.by === "string" ? event.by : (event.by?.title ?? "");
}
