import { expect, test } from "vitest";
import type { TimelineItem, TraceFact } from "../../api/index.ts";
import { codesOf, eventsOf } from "./readback.ts";

const link = (lot: string, role: string, value: string) => ({ lot, role, quantity: { value, uom: "kg" } });
const feeding = (salt: string): TraceFact => ({
  verb: "transform",
  time: "2026-11-22T08:00:00Z",
  where: { form: "line", id: 3, title: "Line 1" },
  links: [link("FG-1", "output", "5"), link("RM-1", "input", salt), link("RM-2", "input", "3")],
});
const entry = (id: string, verb: string, trace: TraceFact[]): TimelineItem => ({
  id,
  verb,
  trace,
  at: "2026-11-22T08:00:00Z",
  by: null,
  kind: `record.${verb}`,
  reason: "",
  device: "",
  via: "screen",
  changes: [],
  sealed: true,
});

test("an event is read back with what went in before what came out", () => {
  const [event] = eventsOf([entry("a", "submitted", [feeding("2")])], false);
  expect(event?.parts.map((part) => [part.role, part.lots.map((lot) => `${lot.code} ${lot.value}`)])).toEqual([
    ["input", ["RM-1 2", "RM-2 3"]],
    ["output", ["FG-1 5"]],
  ]);
  expect(event).toMatchObject({ verb: "transform", place: "Line 1", undone: false });
  expect(codesOf(event ? [event] : [])).toEqual(["RM-1", "RM-2", "FG-1"]);
});

test("a correction takes the place of what was before; both stay to be seen", () => {
  const events = eventsOf([entry("b", "amended", [feeding("2.5")]), entry("a", "submitted", [feeding("2")])], false);
  expect(events.map((event) => event.undone)).toEqual([false, true]);
});

test("an amendment that touched no lot leaves the first event in force", () => {
  const events = eventsOf([entry("b", "amended", []), entry("a", "submitted", [feeding("2")])], false);
  expect(events.map((event) => event.undone)).toEqual([false]);
});

test("nothing of a voided record holds", () => {
  expect(eventsOf([entry("v", "voided", []), entry("a", "submitted", [feeding("2")])], true)[0]?.undone).toBe(true);
});
