import type { TimelineItem, TraceFact } from "../../api/index.ts";

export type LotRead = { code: string; value: string | null; uom: string };
export type EventRead = {
  key: string;
  verb: string;
  time: string;
  place: string;
  source: string;
  destination: string;
  status: string;
  /** A later correction or the voiding of the record took its place. */
  undone: boolean;
  parts: { role: string; lots: LotRead[] }[];
};

const ROLES = ["parent", "input", "child", "object", "output"];

function partsOf(fact: TraceFact): EventRead["parts"] {
  return ROLES.flatMap((role) => {
    const lots = fact.links
      .filter((link) => link.role === role)
      .map((link) => ({ code: link.lot, value: link.quantity?.value ?? null, uom: link.quantity?.uom ?? "" }));
    return lots.length ? [{ role, lots }] : [];
  });
}

/**
 * What a record did to lots, read back from its ledger entries.
 *
 * @param items the timeline, newest first.
 * @param voided the record is voided: nothing of it holds any more.
 */
export function eventsOf(items: TimelineItem[], voided: boolean): EventRead[] {
  const newest = items.findIndex((item) => item.trace.length > 0);
  return items.flatMap((item, index) =>
    item.trace.map((fact, n) => ({
      key: `${item.id} ${n}`,
      verb: fact.verb,
      time: fact.time,
      place: fact.where?.title ?? "",
      source: fact.source?.title ?? "",
      destination: fact.destination?.title ?? "",
      status: fact.status ?? "",
      undone: voided || index > newest,
      parts: partsOf(fact),
    })),
  );
}

/** The codes of all lots in these events, each once. */
export function codesOf(events: EventRead[]): string[] {
  return [...new Set(events.flatMap((event) => event.parts.flatMap((part) => part.lots.map((lot) => lot.code))))];
}
