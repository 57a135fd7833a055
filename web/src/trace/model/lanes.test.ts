import { expect, test } from "vitest";
import { Answer, dumplings } from "../test/plant.ts";
import { chainOf } from "./chain.ts";
import { crossings, layoutOf, type Sizes, spaced } from "./lanes.ts";

const SIZES: Sizes = { width: 140, narrow: 100, height: 50, row: 60, gap: 60, emptyLane: 80 };

test("cards stand in their lanes from left to right and never over one another", () => {
  const chain = chainOf(dumplings());
  const layout = layoutOf(chain, SIZES);
  for (const node of chain.nodes) {
    const lane = layout.lanes.find((one) => one.stage === node.lane);
    expect(layout.x[node.index]).toBeGreaterThanOrEqual(lane?.left ?? Infinity);
    expect(layout.x[node.index]).toBeLessThan(lane?.right ?? -Infinity);
  }
  for (const members of layout.columns) {
    for (let n = 1; n < members.length; n += 1) {
      const gap = (layout.y[members[n] as number] as number) - (layout.y[members[n - 1] as number] as number);
      expect(gap).toBeGreaterThanOrEqual(SIZES.row - 1e-6);
    }
  }
});

test("lots of one lane that feed one another stand in columns side by side", () => {
  const answer = new Answer()
    .lot("A", -2, { stage: "production" })
    .lot("B", -1, { stage: "production" })
    .lot("C", 0, { stage: "production" })
    .event("transform", { input: { A: "1" }, output: { B: "1" } })
    .event("transform", { input: { B: "1" }, output: { C: "1" } })
    .of("C");
  const { column } = layoutOf(chainOf(answer), SIZES);
  const at = Object.fromEntries(chainOf(answer).nodes.map((node) => [node.name, column[node.index] as number]));
  expect([at.B, at.C]).toEqual([(at.A ?? 0) + 1, (at.A ?? 0) + 2]);
});

test("rework in a circle is laid out all the same", () => {
  const answer = new Answer()
    .lot("A", 0, { stage: "production" })
    .lot("B", 1, { stage: "production" })
    .event("transform", { input: { A: "1" }, output: { B: "1" } })
    .event("transform", { input: { B: "1" }, output: { A: "1" } })
    .of("A");
  const layout = layoutOf(chainOf(answer), SIZES);
  expect([...layout.y].every(Number.isFinite)).toBe(true);
  expect(layout.column[0]).not.toBe(layout.column[1]);
});

test("ordering untangles links that need not cross", () => {
  const answer = new Answer();
  const names = ["1", "2", "3", "4", "5", "6"];
  for (const name of names) answer.lot(`R${name}`, -1, { stage: "receipt" }).lot(`W${7 - Number(name)}`, 0, { stage: "production" });
  for (const name of names) answer.event("transform", { input: { [`R${name}`]: "1" }, output: { [`W${7 - Number(name)}`]: "1" } });
  const chain = chainOf(answer.of("W1"));
  expect(crossings(chain, layoutOf(chain, SIZES))).toBe(0);
});

test("spacing keeps order and distance and moves as little as it can", () => {
  expect(spaced([0, 100], [20, 20])).toEqual([0, 100]);
  expect(spaced([50, 50, 50], [20, 20, 20])).toEqual([30, 50, 70]);
  expect(spaced([10, 0], [10, 10])).toEqual([0, 10]);
});

test("five thousand lots with ten thousand links are laid out in well under a second", () => {
  const answer = new Answer();
  const stages = ["receipt", "production", "inspection", "packing"] as const;
  for (let n = 0; n < 5000; n += 1) answer.lot(`L${n}`, Math.floor(n / 1250), { stage: stages[Math.floor(n / 1250)] ?? null });
  for (let n = 1250; n < 5000; n += 1) {
    const input = Object.fromEntries([0, 397, 811].map((far) => [`L${n - 1250 - ((n * 7 + far) % 1250) + (n % 1250)}`, "1"]).filter(([name]) => /L\d+$/.test(name ?? "")));
    answer.event("transform", { input, output: { [`L${n}`]: "3" } });
  }
  const chain = chainOf(answer.of("L4999"));
  const began = performance.now();
  layoutOf(chain, SIZES);
  expect(chain.nodes.length).toBe(5000);
  expect(performance.now() - began).toBeLessThan(3000);
});
