import { expect, test } from "vitest";
import { codeCount } from "./codes.ts";
import { numberMistake, settled } from "./number.ts";
import { looseDate, looseInstant, parseCell, withOffset } from "./parse.ts";
import { cellsOf, isGrid } from "./paste.ts";
import { byPlace, inputId, ofList, pathOf, placeOf } from "./path.ts";
import { readyField } from "./preset.ts";

const field = (options: Record<string, unknown>) => readyField({ key: "x", label: { zh: "x", en: "x" }, type: "text", ...options });

test("numbers are taken however they are typed, and never pass through a float", () => {
  expect(settled("1,250.50")).toBe("1250.50");
  expect(settled("１２．５")).toBe("12.5");
  expect(settled(" 007 ")).toBe("7");
  expect(settled("-.5")).toBe("-0.5");
  expect(settled("0.1234567890123456789")).toBe("0.1234567890123456789");
  for (const wrong of ["", "abc", "1,25", "1.2.3", "--1", "1e5"]) expect(settled(wrong)).toBeNull();
});

test("a number's mistake names its limit", () => {
  expect(numberMistake("1.25", { decimals: 1 })).toEqual({ code: "too_precise", most: 1 });
  expect(numberMistake("1.50", { decimals: 1 })).toBeNull();
  expect(numberMistake("0", { min: "0.001" })).toEqual({ code: "too_small", limit: "0.001" });
  expect(numberMistake("81", { max: 80 })).toEqual({ code: "too_large", limit: "80" });
  expect(numberMistake("x", {})).toEqual({ code: "want_number" });
});

test("a path of the server is the place on the screen", () => {
  expect(placeOf("inputs[2].fed.uom")).toEqual({ field: "inputs", row: 2, cell: "fed" });
  expect(placeOf("price.currency")).toEqual({ field: "price" });
  expect(placeOf("inputs[2]")).toEqual({ field: "inputs", row: 2, cell: undefined });
  expect(pathOf({ field: "inputs", row: 2, cell: "fed" })).toBe("inputs[2].fed");
  expect(inputId("inputs[2].fed")).toBe("ff-inputs-2-fed");
});

test("errors stand at their fields, several at one place together", () => {
  const errors = byPlace([
    { path: "inputs[0].fed.uom", code: "a", message: "No such unit." },
    { path: "inputs[0].fed", code: "b", message: "Too much." },
    { path: "line", code: "c", message: "Needed." },
  ]);
  expect(errors).toEqual({ "inputs[0].fed": "No such unit.\nToo much.", line: "Needed." });
  expect(ofList(errors, "inputs")).toEqual({ 0: { fed: "No such unit.\nToo much." } });
});

test("cells copied from a spreadsheet keep quoted tabs and line ends", () => {
  expect(cellsOf("a\tb\r\nc\td\r\n")).toEqual([["a", "b"], ["c", "d"]]);
  expect(cellsOf('"one\ntwo"\t"say ""hi"""\n')).toEqual([["one\ntwo", 'say "hi"']]);
  expect(cellsOf("a\t\tb\n\t\t\n")).toEqual([["a", "", "b"]]);
  expect(isGrid("just text\n")).toBe(false);
  expect(isGrid("a\tb")).toBe(true);
});

test("a pasted cell is understood by its field's type", () => {
  const options = [{ key: "pass", label: { zh: "合格", en: "Pass" } }, { key: "fail", label: { zh: "不合格", en: "Fail" } }];
  expect(parseCell(field({ type: "choice", options }), "不合格")).toEqual({ value: "fail" });
  expect(parseCell(field({ type: "choice", options }), "perhaps")).toBeUndefined();
  expect(parseCell(field({ type: "multi", options }), "Pass、不合格")).toEqual({ value: ["pass", "fail"] });
  expect(parseCell(field({ type: "bool" }), "是")).toEqual({ value: true });
  expect(parseCell(field({ type: "date" }), "2026年1月5日")).toEqual({ value: "2026-01-05" });
  expect(parseCell(field({ type: "quantity", uom: "kg" }), "1,250.5 kg")).toEqual({ value: { value: "1,250.5", uom: "kg" } });
  expect(parseCell(field({ type: "percentage" }), "12.5%")).toEqual({ value: "12.5" });
  expect(parseCell(field({ type: "lot" }), " RM-1 ")).toEqual({ value: { code: "RM-1" } });
  expect(parseCell(field({ type: "link", to: "supplier" }), "Hengfeng")).toEqual({ look: "Hengfeng" });
  expect(parseCell(field({ type: "code_range" }), "A0001 - A0250")).toEqual({ value: { from: "A0001", to: "A0250" } });
  expect(parseCell(field({}), "")).toEqual({ value: null });
});

test("dates and moments are read as they are written", () => {
  expect(looseDate("2026/2/9")).toBe("2026-02-09");
  expect(looseDate("20261122")).toBe("2026-11-22");
  expect(looseDate("11-22", 2026)).toBe("2026-11-22");
  expect(looseDate("2026-02-30")).toBeNull();
  expect(looseDate("22.11.2026")).toBeNull();
  expect(looseInstant("2026-11-22 8:05")).toMatch(/^2026-11-22T08:05:00[+-]\d\d:\d\d$/);
  expect(withOffset("2026-11-22T08:05")).toMatch(/^2026-11-22T08:05:00[+-]\d\d:\d\d$/);
  expect(new Date(withOffset("2026-11-22T08:05")!).getHours()).toBe(8);
});

test("a run of codes is counted only where its ends belong together", () => {
  expect(codeCount("A0001", "A0250")).toBe("250");
  expect(codeCount("A0250", "A0001")).toBeNull();
  expect(codeCount("A001", "B002")).toBeNull();
  expect(codeCount("A001", "A0002")).toBeNull();
});
