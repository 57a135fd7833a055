import { describe, expect, it } from "vitest";
import { startWords, words } from "../../../kit/index.ts";
import { texts } from "../../texts.ts";
import { formOf } from "../../../api/index.ts";
import { choiceKey, pasted, worded } from "./choices.ts";
import { sayRule } from "./linkage.ts";
import { partsOf, previewOf, restarts, ruleOf } from "./numbering.ts";
import { levelOf, type RoleDoc, withLevel } from "./rights.ts";
import { matched } from "./smart.ts";

await startWords({ forms: texts }, "en");

describe("a numbering rule as parts", () => {
  it("comes back as the same rule", () => {
    for (const rule of ["RR-{yyMMdd}-{###}", "{supplier.code}/{yyyy}-{####}", "SP-{####}", "{sscc:0690123}", "{yyyyMM}{##}"]) expect(ruleOf(partsOf(rule)!)).toBe(rule);
    expect(partsOf("{nonsense!}")).toBeNull();
    expect(partsOf("open { brace")).toBeNull();
  });

  it("shows the next number and says when the counter begins again", () => {
    const parts = partsOf("RR-{yyMMdd}-{supplier.code}-{###}")!;
    expect(previewOf(parts, "2026-11-30", () => "Supplier Code")).toBe("RR-261130-‹Supplier Code›-001");
    expect(restarts(parts)).toEqual({ span: "day", fields: ["supplier.code"] });
    expect(restarts(partsOf("SP-{####}")!).span).toBe("never");
  });

  it("gives an SSCC its check digit", () => {
    expect(previewOf(partsOf("{sscc:106141412}")!, "2026-11-30", String)).toBe("106141412000000013");
  });
});

describe("the options of a choice", () => {
  it("take pasted lines once, with keys that stay", () => {
    const before = [{ key: "raw", label: { zh: "原料", en: "Raw" } }];
    const after = pasted(before, "原料\n包材 | Packaging\n\n半成品\n半成品", "zh");
    expect(after.map((one) => one.key)).toEqual(["raw", "packaging", "option_1"]);
    expect(after[0]).toBe(before[0]);
  });

  it("take the words of what they are called, in place of the palette's", () => {
    const stock = [{ key: "good", label: { zh: "良好", en: "Good" } }, { key: "bad", label: { zh: "异常", en: "Bad" } }];
    const named = [worded(stock[0]!, "Approved", "en", stock), stock[1]!];
    expect(named[0]).toEqual({ key: "good", label: { zh: "", en: "Approved" } });
  });

  it("never get a key twice", () => {
    expect(choiceKey("Raw", ["raw", "raw_2"])).toBe("raw_3");
  });
});

describe("a linkage rule", () => {
  const form = formOf({ form: "receipt", fields: { urgent: { type: "bool", label: { zh: "加急", en: "Urgent" } }, why: { type: "text", label: { zh: "原因", en: "Why" } }, days: { type: "number", label: { zh: "天数", en: "Days" } } } });
  const saying = { spot: { form, list: "" }, book: { form: () => undefined, serving: () => undefined }, lang: "en" as const, t: ((key: string, values?: object) => words("forms", key, values as Record<string, unknown>)) as never };

  it("reads itself back", () => {
    const rule = { name: { zh: "", en: "" }, when: "days > 3 OR urgent", show: ["why"], require: ["why"], set: { days: "days + 1" } };
    expect(sayRule(rule, saying)).toBe("While Days > 3, or Urgent is yes: show Why; require Why; Days becomes Days + 1.");
  });

  it("says so when it does nothing yet", () => {
    expect(sayRule({ name: { zh: "", en: "" }, when: "" }, saying)).toContain("nothing is chosen");
  });
});

describe("rights on one field", () => {
  const role: RoleDoc = { label: { zh: "库管", en: "Store" }, grants: [{ form: "receipt", verbs: ["read", "submit"] }] };
  const all = ["no", "price", "lines", "lines.lot"];

  it("go from filled to seen to hidden and back", () => {
    expect(levelOf(role, "receipt", "price")).toBe("write");
    const seen = withLevel(role, "receipt", "price", "read", all);
    expect(levelOf(seen, "receipt", "price")).toBe("read");
    expect(levelOf(seen, "receipt", "no")).toBe("write");
    const hidden = withLevel(seen, "receipt", "price", "none", all);
    expect(levelOf(hidden, "receipt", "price")).toBe("none");
    expect(withLevel(hidden, "receipt", "price", "write", all).grants).toEqual(role.grants);
  });

  it("of a role for every form can be taken away by a grant that hides", () => {
    const anyone: RoleDoc = { label: { zh: "", en: "" }, grants: [{ form: "*", verbs: ["read"] }] };
    expect(levelOf(withLevel(anyone, "receipt", "price", "none", all), "receipt", "price")).toBe("none");
    expect(levelOf(anyone, "receipt", "price")).toBe("read");
    expect(levelOf({ label: { zh: "", en: "" }, grants: [] }, "receipt", "price")).toBeNull();
  });
});

describe("rows proposed from a list elsewhere", () => {
  it("are matched by key, by label, and by words that mean the same", () => {
    const ours = { characteristic: { type: "text" }, lower: { type: "number" }, method: { type: "text", label: { zh: "检验方法", en: "Method" } }, pass: { type: "verdict", value: "TRUE" } };
    const theirs = [{ value: "analyte", label: "Characteristic" }, { value: "lower", label: "Lower" }, { value: "how", label: "Method" }, { value: "pass", label: "Pass" }];
    expect(matched(ours, theirs, "en")).toEqual({ characteristic: "row.analyte", lower: "row.lower", method: "row.how" });
  });
});
