import type { Genealogy, Role, TraceEvent } from "../types.ts";

/** Another unit's part in an event. */
export type Other = { code: string; title: string; role: Role; quantity: string | null; uom: string };
/** One event as it concerns one unit: its own part, and the other units on the other side. */
export type StoryLine = { event: TraceEvent; role: Role; quantity: string | null; uom: string; others: Other[] };

const OPPOSITE: Record<Role, Role[]> = { input: ["output"], output: ["input"], child: ["parent"], parent: ["child"], object: [] };

/** What happened to a unit, newest first, with the units it met. */
export function storyOf(answer: Genealogy, unit: string): StoryLine[] {
  const units = new Map(answer.units.map((one) => [one.id, one]));
  const byEvent = new Map<string, Genealogy["links"]>();
  for (const link of answer.links) byEvent.set(link.event, [...(byEvent.get(link.event) ?? []), link]);
  const own = units.get(unit);
  const uom = own && !own.hidden ? own.uom : "";
  return answer.events
    .flatMap((event): StoryLine[] => {
      const links = byEvent.get(event.id) ?? [];
      const mine = links.find((link) => link.unit === unit);
      if (!mine) return [];
      const others = links.flatMap((link): Other[] => {
        const other = units.get(link.unit);
        if (link.unit === unit || !other || other.hidden || !OPPOSITE[mine.role].includes(link.role)) return [];
        return [{ code: other.code, title: other.title, role: link.role, quantity: link.quantity, uom: other.uom }];
      });
      return [{ event, role: mine.role, quantity: mine.quantity, uom, others }];
    })
    .sort((a, b) => b.event.time.localeCompare(a.event.time));
}

/** Who recorded an event, where the server tells. */
export function byWhom(event: TraceEvent): string {
  return typeof event.by === "string" ? event.by : (event.by?.title ?? "");
}
