import { describe, expect, it } from "vitest";
import { formOf } from "../../api/index.ts";
import { startWords } from "../../kit/index.ts";
import { texts } from "../texts.ts";
import { type Book, nameAt, roots, type Spot } from "./names.ts";
import { namesFor, shownOffset, toKept, toShown } from "./shown.ts";
import { suggest } from "../designer/expr/suggest.ts";

await startWords({ forms: texts }, "zh");

const supplier = formOf({
  form: "supplier",
  label: { zh: "供应商", en: "Supplier" },
  fields: {
    name: { type: "text", label: { zh: "名称", en: "Name" } },
    approval: { type: "choice", label: { zh: "准入状态", en: "Approval" }, options: [{ key: "approved", label: { zh: "合格", en: "Approved" } }, { key: "pending", label: { zh: "待评审", en: "Pending" } }] },
  },
});
const receipt = formOf({
  form: "receipt",
  label: { zh: "收货", en: "Receipt" },
  fields: {
    supplier: { type: "link", to: "supplier", label: { zh: "供应商", en: "Supplier" } },
    quantity: { type: "quantity", uom: "kg", label: { zh: "数量", en: "Quantity" } },
    results: {
      type: "list",
      label: { zh: "检验项目", en: "Results" },
      fields: { quantity: { type: "number", label: { zh: "结果 值", en: "Result" } }, pass: { type: "verdict", value: "TRUE", label: { zh: "判定", en: "Pass" } } },
    },
  },
});
const book: Book = { form: (key) => (key === "supplier" ? supplier : undefined), serving: () => undefined };
const top: Spot = { form: receipt, list: "" };
const row: Spot = { form: receipt, list: "results" };

describe("names of an expression", () => {
  it("reach through links, and through lists as many values", () => {
    expect(nameAt(top, book, ["supplier", "approval"])?.type.kind).toBe("text");
    expect(nameAt(top, book, ["results", "pass"])?.type).toEqual({ kind: "list", of: { kind: "bool" } });
    expect(nameAt(row, book, ["pass"])?.type.kind).toBe("bool");
    expect(nameAt(top, book, ["nothing"])).toBeNull();
  });

  it("put a row's own field before the record's of the same key", () => {
    expect(roots(row, book, "zh").filter((one) => one.key === "quantity").map((one) => one.group)).toEqual(["row"]);
  });

  it("of a condition on another form stand bare, ours under this", () => {
    const target: Spot = { ...top, target: "supplier" };
    expect(nameAt(target, book, ["approval"])?.group).toBe("target");
    expect(nameAt(target, book, ["this", "quantity"])?.type.kind).toBe("number");
  });
});

describe("the text as people read it", () => {
  const names = namesFor(top, book, "zh");

  it("shows labels and keeps keys, with the spaces as typed", () => {
    const shown = toShown('IF(supplier.approval  = "approved", quantity, SUM(results.quantity))', top, book, "zh", names);
    expect(shown.text).toBe('IF(供应商.准入状态  = "approved", 数量, SUM(检验项目.{结果 值}))');
    expect(toKept(shown.text, top, book, names).text).toBe('IF(supplier.approval  = "approved", quantity, SUM(results.quantity))');
  });

  it("takes labels and keys alike", () => {
    expect(toKept("供应商.approval = BLANK AND quantity > 1", top, book, names).text).toBe("supplier.approval = BLANK AND quantity > 1");
  });

  it("leaves what cannot be read yet as it is", () => {
    expect(toKept("供应商.准入状态 = ", top, book, names)).toMatchObject({ text: "供应商.准入状态 = ", whole: false });
  });

  it("finds where in the shown text a mistake of the kept one stands", () => {
    const kept = "quantity + supplier.approval";
    const shown = toShown(kept, top, book, "zh", names);
    expect(shown.text.slice(shownOffset(shown.chips, kept.indexOf("supplier")))).toBe("供应商.准入状态");
    expect(shownOffset(shown.chips, kept.indexOf("+"))).toBe(shown.text.indexOf("+"));
  });
});

describe("suggestions while typing", () => {
  it("offer fields by label and by key, and functions", () => {
    expect(suggest("供", top, book, "zh").items[0]).toMatchObject({ kind: "name", key: "supplier" });
    expect(suggest("1 + quan", top, book, "zh")).toMatchObject({ from: 4, items: [{ key: "quantity", text: "数量" }] });
    expect(suggest("su", top, book, "zh").items.map((one) => one.key)).toContain("SUM");
  });

  it("offer what a link leads to after its dot", () => {
    expect(suggest("供应商.准", top, book, "zh")).toMatchObject({ from: 4, items: [{ key: "approval" }] });
  });

  it("offer the values of a choice after a comparison", () => {
    expect(suggest("供应商.准入状态 = ", top, book, "zh").items.map((one) => one.text)).toEqual(['"approved"', '"pending"']);
    expect(suggest("supplier.approval = 待", top, book, "zh").items).toMatchObject([{ text: '"pending"' }]);
  });

  it("inside a function over another form offer that form's fields by key, and leave them as keys", () => {
    const named: Book = { ...book, forms: [{ key: "supplier", label: { zh: "供应商", en: "Supplier" } }] };
    expect(suggest("EXISTS(供", top, named, "zh").items).toMatchObject([{ text: '"supplier", ' }]);
    expect(suggest('EXISTS("supplier", 准', top, named, "zh").items).toMatchObject([{ key: "approval", text: "approval" }]);
    const shown = toShown('COUNTOF("supplier", approval = "approved") + quantity', top, named, "zh", namesFor(top, named, "zh"));
    expect(shown.text).toBe('COUNTOF("supplier", approval = "approved") + 数量');
    expect(shown.chips.every((chip) => chip.known)).toBe(true);
  });

  it("offer nothing inside a text", () => {
    expect(suggest('IF(1 = 2, "供', top, book, "zh").items).toEqual([]);
  });
});
