import { describe, expect, it } from "vitest";
import type { LotEvent } from "../types.ts";
import { drawn } from "./curve.ts";
import type { Curve } from "./data.ts";
import { statementOf } from "./statement.ts";

const balance = { received: "100", made: "0", used: "60", shipped: "0", on_hand: "35", lost: "0", sampled: "2", unexplained: "3", uom: "kg" };
const event = (part: string, quantity: string): LotEvent => ({ id: part + quantity, part, quantity, role: "object", verb: "observe" }) as unknown as LotEvent;

describe("the statement of a lot", () => {
  it("puts every event behind its figure and leaves out what is nothing", () => {
    const lines = statementOf(balance, [event("received", "100"), event("used", "60"), event("sampled", "2"), event("unexplained", "-3")]);
    expect(lines.map((line) => line.part)).toEqual(["received", "used", "sampled", "unexplained", "on_hand"]);
    expect(lines.map((line) => line.events.length)).toEqual([1, 1, 1, 1, 0]);
    expect(lines.every((line) => line.older === null)).toBe(true);
  });

  it("says how much older events account for", () => {
    const used = statementOf(balance, [event("used", "45.5")]).find((line) => line.part === "used");
    expect(used?.older).toBe("14.5");
  });
});

describe("a climate curve", () => {
  const curve = (values: string[]): Curve => ({
    place: "W1", since: "2026-11-21T00:00:00Z", until: null, key: "temperature", label: { zh: "温度", en: "Temperature" }, form: "log", lowest: "0", highest: "4",
    points: values.map((value, n) => [`2026-11-21T0${n}:00:00Z`, value, `r${n}`]),
  });

  it("marks what lies beyond the limits and keeps them in the picture", () => {
    const shape = drawn(curve(["2", "6.5", "3"]), 280, 56);
    expect(shape.beyond).toHaveLength(1);
    expect(shape.line.startsWith("M4.0")).toBe(true);
    expect(shape.low).toBeLessThanOrEqual(52);
    expect(shape.most).toBe(6.5);
  });

  it("draws a single reading in the middle", () => {
    expect(drawn(curve(["2"]), 280, 56).line).toBe("M140.0 28.0");
  });
});
