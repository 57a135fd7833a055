import { expect, test } from "vitest";
import { cellText, durationText } from "../fields/cellText.ts";
import { limitsBroken } from "./number.ts";
import { valueMistake } from "./mistake.ts";
import { looseTime, parseCell } from "./parse.ts";
import { sentValue } from "./payload.ts";
import { readyField } from "./preset.ts";
import { isBlank } from "./scalar.ts";
import { treeEnds, treePath, treeText } from "./tree.ts";

const field = (options: Record<string, unknown>) => readyField({ key: "x", label: { zh: "x", en: "x" }, type: "text", ...options });
const say = (key: string): string => key;
const NOW = new Date("2026-11-22T08:00:00Z");
const label = (en: string) => ({ zh: en, en });
const part = field({
  type: "tree",
  ends: true,
  branches: [
    { key: "meat", label: label("Meat"), children: [{ key: "beef", label: { zh: "牛肉", en: "Beef" } }, { key: "old", label: label("Old"), retired: true }] },
    { key: "fish", label: label("Fish") },
  ],
});

test("a tree offers what is in use, from the root down", () => {
  expect(treeEnds(part).map((one) => one.path)).toEqual(["meat/beef", "fish"]);
  expect(treeEnds({ ...part, ends: false }).map((one) => one.path)).toEqual(["meat", "meat/beef", "fish"]);
  expect(treeText(part, "meat/beef", "zh")).toBe("Meat / 牛肉");
  expect(treeText(part, "gone", "zh")).toBe("gone");
  expect(treePath(part, "Meat / Beef")).toBe("meat/beef");
  expect(parseCell(part, "Pork")).toBeUndefined();
  expect(valueMistake(part, "meat", NOW, say)).toBe("not_offered");
  expect(valueMistake(part, "fish", NOW, say)).toBeNull();
});

test("times of day are read as people write them and keep their limits", () => {
  expect(["8:30", "08：30", "8点30分", "08:30:15"].map(looseTime)).toEqual(["08:30", "08:30", "08:30", "08:30"]);
  expect(["25:00", "8", "8:61"].map(looseTime)).toEqual([null, null, null]);
  expect(valueMistake(field({ type: "time", min: "06:00" }), "05:59", NOW, say)).toBe("too_small");
  expect(valueMistake(field({ type: "time" }), "24:00", NOW, say)).toBe("bad_time");
});

test("a catch weight is blank only without pieces and weight, and is sent whole", () => {
  const birds = field({ type: "catch_weight", of: "material" });
  expect(isBlank({ pieces: null, value: "" })).toBe(true);
  expect(isBlank({ pieces: "4", value: "" })).toBe(false);
  expect(sentValue(birds, { pieces: "1,004", value: "" }, "kg")).toEqual({ pieces: "1004", value: null, uom: "kg" });
  expect(cellText(birds, { pieces: "4.000", value: "10.250", uom: "kg" }, "en")).toBe("4 pcs × 10.25 kg");
  expect(parseCell(birds, "4 × 10.25 kg")).toEqual({ value: { pieces: "4", value: "10.25", uom: "kg" } });
  expect(valueMistake(field({ type: "catch_weight", uom: "kg" }), { pieces: "4" }, NOW, say)).toBe("weight_needed");
  expect(valueMistake(birds, { pieces: "-1", value: "2" }, NOW, say)).toBe("too_small");
});

test("numbers outside their normal range are known, limits may be texts", () => {
  const core = field({ type: "temperature", low: "-18.0", high: 5 });
  expect([-18.1, "-18", 5, "5.1", "", null].map((value) => limitsBroken(core, value))).toEqual(["low", null, null, "high", null, null]);
});

test("minutes are told as hours and minutes", () => {
  expect([0, 60, 95, 1500].map((minutes) => durationText(minutes, "en"))).toEqual(["0 min", "1 h", "1 h 35 min", "25 h"]);
  expect(cellText(field({ type: "duration" }), "95", "zh")).toBe("1 小时 35 分");
});

test("what a person may not know is said so, never by its id", () => {
  const link = { key: "crew", label: { zh: "班组", en: "Crew" }, type: "link", to: "crew" };
  expect(cellText(link, { id: "01a21606", title: null }, "zh")).toBe("无权查看");
  expect(cellText(link, { id: "01a21606", title: "Crew A" }, "en")).toBe("Crew A");
});
