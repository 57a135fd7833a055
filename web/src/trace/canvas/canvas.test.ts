import { expect, test } from "vitest";
import { chainOf } from "../model/chain.ts";
import { dumplings } from "../test/plant.ts";
import { type Camera, fitted, opening, seen, worldOf, zoomedAt } from "./camera.ts";
import { LaneScene } from "./laneScene.ts";

const BOX = { left: 0, top: 0, right: 2000, bottom: 1000 };
const STAND = { top: 34, largest: 1, hang: "middle" as const, readable: 0.8 };

test("zooming keeps the point under the pointer where it is", () => {
  const camera: Camera = { x: 10, y: 20, kx: 1, ky: 1 };
  const before = worldOf(camera, 300, 200);
  const after = worldOf(zoomedAt(camera, 300, 200, 1.7, "both"), 300, 200);
  expect(after.x).toBeCloseTo(before.x);
  expect(after.y).toBeCloseTo(before.y);
  expect(zoomedAt(camera, 300, 200, 1.7, "x").ky).toBe(1);
});

test("fitting shows everything below the strip at the top", () => {
  const camera = fitted(BOX, 1000, 700, STAND);
  const view = seen(camera, 1000, 700);
  expect(view.left).toBeLessThanOrEqual(0);
  expect(view.right).toBeGreaterThanOrEqual(2000);
  expect(camera.y).toBeGreaterThanOrEqual(34);
});

test("what is too large to read whole opens at its lot, without empty space beside it", () => {
  const camera = opening(BOX, { left: 1900, right: 2000, top: 480, bottom: 520 }, 800, 600, STAND);
  expect(camera.kx).toBe(0.8);
  expect(seen(camera, 800, 600).right).toBeLessThan(2000 + 30);
  expect(opening({ ...BOX, right: 500, bottom: 300 }, null, 800, 600, STAND).kx).toBe(1);
});

test("a point finds its card, and arrows walk along links and columns", () => {
  const chain = chainOf(dumplings());
  const scene = new LaneScene(chain, "en", false);
  const name = (item: number): string => chain.nodes[item]?.name ?? "";
  for (const node of chain.nodes) {
    const box = scene.box(node.index)!;
    expect(scene.at((box.left + box.right) / 2, (box.top + box.bottom) / 2)).toBe(node.index);
  }
  expect(scene.at(-500, 0)).toBe(-1);
  const start = scene.focus;
  expect(name(scene.beside(start, "right"))).toMatch(/^P[12]$/);
  const dough = scene.beside(start, "left");
  expect(name(dough)).toMatch(/^W[12]$/);
  expect(name(scene.beside(scene.beside(dough, "up"), "down"))).toMatch(/^W/);
  expect(scene.tip(start)).toEqual(["D", "Dumplings", "100 kg", "合格"]);
});
