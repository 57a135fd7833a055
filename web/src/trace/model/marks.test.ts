import { expect, test } from "vitest";
import { dumplings } from "../test/plant.ts";
import { chainOf } from "./chain.ts";
import { groupedOf } from "./group.ts";
import { badgesOf, LAYERS, type Mark, type Marks, markOf } from "./marks.ts";

const QUIET: Mark = { checks: 0, failed: 0, lowest: null, highest: null, out: 0, equipment: [], people: [] };

function dough(): { marks: Marks; grouped: ReturnType<typeof groupedOf>["nodes"][number]; single: ReturnType<typeof groupedOf>["nodes"][number] } {
  const chain = chainOf(dumplings());
  const grouped = groupedOf(chain).nodes.find((node) => node.name === "Dough")!;
  const [first, second] = grouped.members;
  const marks: Marks = {
    [first!.id]: { ...QUIET, checks: 2, lowest: "-9.5", highest: "4", out: 1, equipment: ["Mixer"], people: ["Li", "Wang"] },
    [second!.id]: { ...QUIET, checks: 1, failed: 1, lowest: "-12", highest: "3", equipment: ["Mixer"], people: ["Li"] },
  };
  return { marks, grouped, single: first! };
}

test("a lot tells what the layers switched on know of it, and nothing else", () => {
  const { marks, single } = dough();
  expect(badgesOf(single, marks, [], "en")).toEqual([]);
  expect(badgesOf(single, marks, ["qc"], "en").map((badge) => [badge.short, badge.tone])).toEqual([["✓ 2", "good"]]);
  expect(badgesOf(single, marks, ["temperature"], "en").map((badge) => [badge.short, badge.tone])).toEqual([["-9.5~4℃", "bad"]]);
  expect(badgesOf(single, marks, ["people"], "en")[0]?.long).toBe("Li, Wang");
});

test("a group tells of all its members: checks add up, temperatures span, names stand once", () => {
  const { marks, grouped } = dough();
  expect(markOf(grouped, marks)).toEqual({ checks: 3, failed: 1, lowest: "-12", highest: "4", out: 1, equipment: ["Mixer"], people: ["Li", "Wang"] });
  expect(badgesOf(grouped, marks, LAYERS, "zh").map((badge) => badge.tone)).toEqual(["bad", "bad", "plain", "plain"]);
});

test("a lot beside which nothing stands has no badge", () => {
  expect(badgesOf(dough().single, {}, LAYERS, "en")).toEqual([]);
});
