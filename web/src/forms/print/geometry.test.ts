import { describe, expect, it } from "vitest";
import { aligned, dragged, freePlace, snapped } from "./geometry.ts";

const paper = { width: 100, height: 60 };
const place = { x: 10, y: 10, w: 20, h: 8 };

describe("places on a label", () => {
  it("snap to half a millimetre and never leave the paper", () => {
    expect(snapped(3.26)).toBe(3.5);
    expect(dragged(place, "move", 3.2, -1.1, paper)).toEqual({ x: 13, y: 9, w: 20, h: 8 });
    expect(dragged(place, "move", 500, -500, paper)).toEqual({ x: 80, y: 0, w: 20, h: 8 });
  });

  it("grow and shrink by their edges down to a millimetre, a line to nothing", () => {
    expect(dragged(place, "se", 4, 200, paper)).toEqual({ x: 10, y: 10, w: 24, h: 50 });
    expect(dragged(place, "e", -50, 9, paper)).toEqual({ x: 10, y: 10, w: 1, h: 8 });
    expect(dragged(place, "s", 9, -50, paper, true)).toEqual({ x: 10, y: 10, w: 20, h: 0 });
  });

  it("are drawn to the edges of others and to the middle, and the line is told", () => {
    const other = { x: 41.3, y: 30, w: 10, h: 10 };
    expect(aligned({ ...place, x: 41 }, [other], paper)).toEqual({ place: { ...place, x: 41.3 }, xs: [41.3], ys: [] });
    expect(aligned({ ...place, x: 39.6, w: 21 }, [], paper).xs).toEqual([50]);
    expect(aligned(place, [{ ...other, x: 60 }], paper)).toEqual({ place, xs: [], ys: [] });
  });

  it("of new blocks lie below what is there while there is room", () => {
    expect(freePlace([{ block: "text", ...place }], paper, { w: 60, h: 6 })).toEqual({ x: 2, y: 19, w: 60, h: 6 });
    expect(freePlace([{ block: "text", x: 0, y: 50, w: 5, h: 8 }], paper, { w: 600, h: 6 })).toEqual({ x: 4, y: 5, w: 96, h: 6 });
  });
});
