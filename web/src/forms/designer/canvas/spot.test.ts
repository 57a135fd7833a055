import { describe, expect, it } from "vitest";
import { type GroupBox, landingAt, landings, sectionLanding } from "./spot.ts";

const box = (left: number, top: number, width: number, height: number) => ({ left, top, right: left + width, bottom: top + height });

/** Two fields side by side, a detail list below them, then an empty section. */
const drawn: GroupBox[] = [
  {
    section: 0,
    box: box(0, 0, 620, 260),
    grid: box(10, 10, 600, 200),
    cards: [
      { key: "supplier", box: box(10, 10, 300, 60) },
      { key: "quantity", box: box(310, 10, 300, 60) },
      { key: "rows", box: box(10, 80, 600, 120), table: { box: box(10, 110, 600, 90), columns: [{ key: "lot", box: box(40, 110, 280, 90) }, { key: "kg", box: box(320, 110, 280, 90) }] } },
    ],
  },
  { section: 1, box: box(0, 280, 620, 80), grid: box(10, 290, 600, 60), cards: [] },
];
const narrow = { wide: false, inList: true, section: false };
const spotAt = (x: number, y: number, carried = narrow) => landingAt(drawn, { x, y }, carried)?.spot;

describe("where something dragged goes", () => {
  it("goes left or right of a field in its row", () => {
    expect(spotAt(20, 40)).toEqual({ section: 0, before: "supplier" });
    expect(spotAt(300, 40)).toEqual({ section: 0, before: "quantity" });
    expect(spotAt(600, 40)).toEqual({ section: 0, before: "rows" });
  });

  it("goes beside a field that stands alone in its row", () => {
    const [first] = drawn as [GroupBox];
    const alone = [{ ...first, cards: first.cards.slice(0, 1) }];
    expect(landingAt(alone, { x: 300, y: 30 }, narrow)?.spot).toEqual({ section: 0, before: null });
    expect(landingAt(alone, { x: 500, y: 40 }, narrow)?.spot).toEqual({ section: 0, before: null });
  });

  it("takes a row of its own where it is as wide as one", () => {
    expect(spotAt(300, 20, { ...narrow, wide: true })).toEqual({ section: 0, before: "supplier" });
    expect(spotAt(300, 60, { ...narrow, wide: true })).toEqual({ section: 0, before: "rows" });
  });

  it("goes between the columns of a list, or past it when it may not stand there", () => {
    expect(spotAt(300, 150)).toEqual({ list: "rows", before: "kg" });
    expect(spotAt(590, 150)).toEqual({ list: "rows", before: null });
    expect(spotAt(300, 190, { ...narrow, inList: false })).toEqual({ section: 0, before: null });
  });

  it("goes into an empty section", () => {
    expect(spotAt(300, 330)).toEqual({ section: 1, before: null });
    expect(landingAt([], { x: 0, y: 0 }, narrow)).toBeNull();
  });

  it("can be gone through by keyboard, every place once", () => {
    const all = landings(drawn, narrow).map((one) => one.spot);
    expect(all).toEqual([
      { section: 0, before: "supplier" },
      { section: 0, before: "quantity" },
      { section: 0, before: "rows" },
      { list: "rows", before: "lot" },
      { list: "rows", before: "kg" },
      { list: "rows", before: null },
      { section: 0, before: null },
      { section: 1, before: null },
    ]);
  });

  it("puts a section before the one below, or last", () => {
    expect(sectionLanding(drawn, 10)?.before).toBe(0);
    expect(sectionLanding(drawn, 200)?.before).toBe(1);
    expect(sectionLanding(drawn, 350)?.before).toBe(2);
  });
});
