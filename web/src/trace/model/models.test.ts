import { expect, test } from "vitest";
import type { Balance } from "../../api/index.ts";
import { dumplings } from "../test/plant.ts";
import { accounted, cameIn, countOf, slicesOf } from "./balance.ts";
import { chainOf } from "./chain.ts";
import { groupedOf, worstOf } from "./group.ts";
import { pathOf, waysOf } from "./reach.ts";
import { middleCut, partText, rounded, shareText } from "./show.ts";
import { storyOf } from "./story.ts";
import { ticksOf, timelineOf } from "./timeline.ts";
import { cellAt, cellUnder, wallOf } from "./wall.ts";

const BALANCE: Balance = { received: "100", made: "0", used: "60", shipped: "20", on_hand: "15", lost: "2", sampled: "1", unexplained: "2", packed: "5", uom: "kg" };

test("grouping puts lots of one material and stage together; the lot itself stands alone", () => {
  const grouped = groupedOf(chainOf(dumplings()));
  expect(grouped.nodes.map((node) => [node.name, node.members.length])).toEqual([
    ["D", 1],
    ["Dough", 2],
    ["Salt", 1],
    ["", 2],
    ["Salt Ltd", 1],
    ["Corner Shop", 1],
    ["Corner Shop", 1],
  ]);
  const dough = grouped.edges.find((edge) => grouped.nodes[edge.from]?.name === "Dough");
  expect([dough?.quantity, dough?.events.length]).toEqual(["100", 2]);
});

test("a group wears the worst status of its members", () => {
  const nodes = chainOf(dumplings()).nodes;
  expect(worstOf(nodes.slice(0, 2))).toBe("released");
  expect(worstOf([{ ...nodes[0]!, status: "held" }, { ...nodes[1]!, status: "recalled" }])).toBe("recalled");
});

test("a card's path is all before it and all after it, not its siblings", () => {
  const chain = chainOf(dumplings());
  const index = (name: string): number => chain.nodes.findIndex((node) => node.name === name);
  const path = pathOf(waysOf(chain), index("W1"));
  expect([...path.before].map((one) => chain.nodes[one]?.name).sort()).toEqual(["S", "Salt Ltd", "W1"]);
  expect(path.after.has(index("Corner Shop"))).toBe(true);
  expect(path.before.has(index("W2")) || path.after.has(index("W2"))).toBe(false);
});

test("the balance bar is as long as what came in, and says how much is accounted for", () => {
  expect(cameIn(BALANCE)).toBe("100");
  expect(slicesOf(BALANCE).reduce((all, slice) => all + slice.length, 0)).toBeCloseTo(1);
  expect(accounted(BALANCE)).toBeCloseTo(0.98);
  expect(accounted({ ...BALANCE, received: "0" })).toBeNull();
  expect(slicesOf({ ...BALANCE, unexplained: "-3" }).at(-1)).toMatchObject({ value: "-3", length: 0 });
});

test("a direction that was not asked for has no count", () => {
  expect(countOf(dumplings(), -1)).toBe(3);
  expect(countOf({ ...dumplings(), direction: "forward" }, -1)).toBeNull();
  expect(countOf({ ...dumplings(), direction: "back", hidden: 7 }, -1)).toBe(10);
});

test("amount and share read as people say them", () => {
  const [, dough, , , pallet] = chainOf(dumplings()).nodes;
  expect(partText(dough!, "kg", "en")).toBe("60 kg · 60%");
  expect(partText(pallet!, "kg", "en")).toBe("70 kg · 100%");
  expect(shareText("0.0001", "en")).toBe("< 0.1%");
  expect(rounded("1234.500000")).toBe("1,234.5");
  expect(rounded("0.0000012")).toBe("0.0000012");
});

test("a long code is cut in its middle, since its end tells lots apart", () => {
  const cut = middleCut("DPORK-261118-001", (part) => part.length <= 11);
  expect(cut.length).toBeLessThanOrEqual(11);
  expect(cut.endsWith("18-001")).toBe(true);
});

test("a lot's story names the lots on the other side of each event", () => {
  const story = storyOf(dumplings(), "D");
  expect(story.map((line) => line.event.verb)).toEqual(["ship", "pack", "pack", "observe", "transform"]);
  expect(story.at(-1)?.others.map((other) => [other.code, other.quantity])).toEqual([
    ["W1", "60"],
    ["W2", "40"],
  ]);
});

test("voided events stay visible in the story", () => {
  const gone = { ...dumplings().events[3]!, id: "gone", role: "output" as const, quantity: "9", voided_at: "2026-11-02T00:00:00Z" };
  const story = storyOf(dumplings(), "D", [gone]);
  expect(story.filter((line) => line.event.voided_at).map((line) => [line.event.id, line.quantity])).toEqual([["gone", "9"]]);
});

test("the timeline has a row for every lot and a link for every flow", () => {
  const timeline = timelineOf(chainOf(dumplings()));
  expect(timeline.rows.map((row) => row.node.name)).toEqual(["S", "W1", "W2", "D", "P1", "P2"]);
  expect(timeline.links.length).toBe(6);
  expect(timeline.first).toBe(Date.parse("2026-11-01T00:00:00Z"));
});

test("ticks are round and few", () => {
  const day = 86_400_000;
  const { at, days } = ticksOf(0, 20 * day, 12);
  expect(days).toBe(true);
  expect(at.length).toBeLessThanOrEqual(12);
  expect((at[1] ?? 0) - (at[0] ?? 0)).toBe(2 * day);
});

test("the wall holds every lot and the trace's own parties, and a point finds its cell", () => {
  const wall = { code: ["D", "Z", "S"], stage: ["inspection", "inspection", "receipt"] as const, status: ["released", "held", "released"], day: ["2026-11-01", "2026-11-01", "2026-11-01"], hidden: 0 };
  const chain = chainOf(dumplings());
  const layout = wallOf({ ...wall, stage: [...wall.stage] }, chain);
  expect(layout.lanes.map((lane) => lane.cells.length)).toEqual([1, 1, 2, 2, 2, 1, 1]);
  const place = layout.byNode.get(chain.start);
  expect(place).toEqual([3, 0]);
  const corner = cellAt(layout, 3, 1);
  expect(cellUnder(layout, corner.x + 2, corner.y + 2)).toEqual([3, 1]);
  expect(cellUnder(layout, corner.x + 13, corner.y + 2)).toEqual(null);
});
