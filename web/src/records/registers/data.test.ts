import { describe, expect, it } from "vitest";
import { nameIn } from "../../api/index.ts";
import { monthOf, monthsAfter } from "./data.ts";

describe("months of registers", () => {
  it("go on over the end of a year, both ways", () => {
    expect(monthsAfter("2026-12", 1)).toBe("2027-01");
    expect(monthsAfter("2026-01", -1)).toBe("2025-12");
    expect(monthsAfter("2026-11", 0)).toBe("2026-11");
    expect(monthOf(new Date(2026, 0, 31))).toBe("2026-01");
  });
});

describe("the name of a saved file", () => {
  it("is the one in its own letters", () => {
    expect(nameIn(`attachment; filename="a-1.pdf"; filename*=UTF-8''%E8%BF%BD%E6%BA%AF%201.pdf`)).toBe("追溯 1.pdf");
    expect(nameIn('attachment; filename="fsma.csv"')).toBe("fsma.csv");
    expect(nameIn("")).toBe("file");
  });
});
