import { expect, test } from "vitest";
import { plain } from "../../expr/decimal.ts";
import { elementOf, elementsOf } from "./gs1.ts";

const NOW = new Date(2026, 10, 30);
const WHOLE = "(01)06901234567892(10)AB-7(17)270131(3103)012480(37)24";

test.each([
  WHOLE,
  "]C1010690123456789210AB-7\u001d172701313103012480" + "3724",
  "]d2010690123456789217270131310301248010AB-7\u001d3724",
  "https://id.example.com/01/6901234567892/10/AB-7?17=270131&3103=012480&37=24",
])("a GS1 code is read whichever way it is carried: %s", (text) => {
  expect(Object.fromEntries(elementsOf(text) ?? [])).toEqual({ "01": "06901234567892", "10": "AB-7", "17": "270131", "3103": "012480", "37": "24" });
});

test("what it says comes as the field takes it", () => {
  expect(elementOf(WHOLE, "17", "date", NOW)).toBe("2027-01-31");
  expect(elementOf("(11)260200", "11", "date", NOW)).toBe("2026-02-28");
  expect(elementOf("(11)991231", "11", "date", NOW)).toBe("1999-12-31");
  expect(plain(elementOf(WHOLE, "310n", "number", NOW) as never)).toBe("12.48");
  expect(plain(elementOf(WHOLE, "37", "number", NOW) as never)).toBe("24");
  expect(elementOf(WHOLE, "10", "text", NOW)).toBe("AB-7");
  expect(elementOf(WHOLE, "10", "number", NOW)).toBeNull();
  expect(elementOf(WHOLE, "21", "text", NOW)).toBeNull();
  expect(elementOf("(17)279931", "17", "date", NOW)).toBeNull();
});

test("what claims to be no GS1 code is none", () => {
  for (const text of ["06901234567892", "AB-7", "https://example.com/a", "(01", "]C1", "(x)1"]) expect(elementsOf(text)?.size ?? 0).toBe(0);
});
