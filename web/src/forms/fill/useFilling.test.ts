import { afterEach, describe, expect, it, vi } from "vitest";
import { api, type FieldDef, type FormInfo } from "../../api/index.ts";
import { filledBy, valueOf } from "./useFilling.ts";

const field = (key: string, type: string, more: Partial<FieldDef> = {}): FieldDef => ({ key, type, label: { zh: key, en: key }, ...more });
const form = {
  definition: {
    fields: [field("order", "link", { to: "work_order", fill: { line: "line" } }), field("lot", "lot"), field("fed", "quantity"), field("rows", "list"), field("old", "text", { retired: true })],
  },
} as unknown as FormInfo;
const signal = new AbortController().signal;
afterEach(() => vi.restoreAllMocks());

describe("a form filled in by its address", () => {
  it("takes the fields it has, and nothing else", () => {
    const search = { order: "7", fed: "2 kg", rows: "x", old: "x", view: "all" };
    expect(filledBy(form, search).map(([one, text]) => [one.key, text])).toEqual([
      ["order", "7"],
      ["fed", "2 kg"],
    ]);
  });

  it("knows a link by its title and fills what choosing it would", async () => {
    vi.spyOn(api, "get").mockResolvedValue({ title: "WO-1", fields: { line: { id: "3", title: "Line 1" } } });
    const [[order] = []] = filledBy(form, { order: "7" });
    expect(await valueOf(order!, "7", signal)).toEqual({ id: "7", title: "WO-1", fill: { line: { id: "3", title: "Line 1" } } });
  });

  it("leaves blank what is not there any more", async () => {
    vi.spyOn(api, "get").mockRejectedValue(new Error("gone"));
    const [[lot] = []] = filledBy(form, { lot: "RM-1" });
    expect(await valueOf(lot!, "RM-1", signal)).toBeUndefined();
  });

  it("reads a quantity with its unit", async () => {
    const [[fed] = []] = filledBy(form, { fed: "2.5 kg" });
    expect(await valueOf(fed!, "2.5 kg", signal)).toEqual({ value: "2.5", uom: "kg" });
  });
});
