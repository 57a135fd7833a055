import { expect, test } from "vitest";
import { showDevice } from "./device.ts";
import { groupDigits, showBytes, showDecimal } from "./number.ts";
import { address } from "./route.ts";
import { isExpired, shownStatus } from "./status.ts";
import { showAgo } from "./when.ts";
import { rowsInView } from "./window.ts";

test("decimals are grouped as texts; no digit is lost", () => {
  expect(groupDigits("12345678901234567890.123456")).toBe("12,345,678,901,234,567,890.123456");
  expect(groupDigits("-1234.50")).toBe("-1,234.50");
  expect(groupDigits("999")).toBe("999");
  expect(groupDigits("n/a")).toBe("n/a");
  expect(showDecimal("1250.500000")).toBe("1,250.5");
  expect(showDecimal("1000")).toBe("1,000");
  expect(showDecimal("0.000")).toBe("0");
});

test("a released lot is shown expired the day after its last day; a held one stays held", () => {
  const today = new Date(2026, 10, 22);
  expect(isExpired("2026-11-22", today)).toBe(false);
  expect(isExpired("2026-11-21", today)).toBe(true);
  expect(isExpired(null, today)).toBe(false);
  expect(shownStatus("released", "2026-11-21", today)).toBe("expired");
  expect(shownStatus("held", "2026-11-21", today)).toBe("held");
});

test("only rows in view are drawn, with some beyond either edge", () => {
  expect(rowsInView(0, 400, 40, 1000, 5)).toEqual({ from: 0, to: 15 });
  expect(rowsInView(4000, 400, 40, 1000, 5)).toEqual({ from: 95, to: 115 });
  expect(rowsInView(39800, 400, 40, 1000, 5)).toEqual({ from: 990, to: 1000 });
  expect(rowsInView(800, 400, 40, 3, 5)).toEqual({ from: 3, to: 3 });
});

test("codes with slashes and ampersands stay whole in an address", () => {
  expect(address("/lot", { code: "A/1&b=c", view: undefined })).toBe("/lot?code=A%2F1%26b%3Dc");
  expect(address("/lots")).toBe("/lots");
});

test("a browser's long name is told shortly, a terminal's own name as it is", () => {
  expect(showDevice("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36")).toBe("Chrome, Linux");
  expect(showDevice("Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605 Version/19.1 Mobile Safari/604.1")).toBe("Safari, iOS");
  expect(showDevice("Weighbridge 2")).toBe("Weighbridge 2");
});

test("ages are told in both languages", () => {
  const now = new Date("2026-11-22T12:00:00Z");
  expect(showAgo("2026-11-22T11:50:00Z", "en", now)).toBe("10 minutes ago");
  expect(showAgo("2026-11-22T11:50:00Z", "zh", now)).toBe("10分钟前");
  expect(showBytes(1536)).toBe("1.5 KB");
});
