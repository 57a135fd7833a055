import { expect, test } from "vitest";
import { eventsOf, type Traced } from "./readback.ts";

const unit = (id: string) => ({ id, code: `L-${id}`, title: "salt", uom: "kg" });
const event = (id: string, record: string) => ({ id, verb: "transform", time: "2026-11-22T08:00:00Z", record, place: "line 1", source: null, destination: null });
const link = (unit: string, role: string, quantity: string) => ({ event: "e", unit, role, quantity });

test("a record's event is read back from the traces of several of its lots", () => {
  const traces: Traced[] = [
    { units: [unit("a"), unit("c")], events: [event("e", "r"), event("x", "other")], links: [link("a", "input", "2"), link("c", "output", "5")] },
    { units: [unit("b"), unit("c")], events: [event("e", "r")], links: [link("b", "input", "3"), link("c", "output", "5")] },
  ];
  const [found, ...others] = eventsOf("r", traces);
  expect(others).toEqual([]);
  expect(found?.parts.map((part) => [part.role, part.lots.map((lot) => `${lot.code} ${lot.quantity}`)])).toEqual([
    ["input", ["L-a 2", "L-b 3"]],
    ["output", ["L-c 5"]],
  ]);
});

test("a unit that may not be seen is not named", () => {
  const traces: Traced[] = [{ units: [{ id: "a", hidden: true }], events: [event("e", "r")], links: [link("a", "input", "2")] }];
  expect(eventsOf("r", traces)[0]?.parts).toEqual([]);
});
