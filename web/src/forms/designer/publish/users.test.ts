import { describe, expect, it } from "vitest";
import type { RoleDoc } from "../props/rights.ts";
import { useOf, USES, withUse } from "./users.ts";

const operator: RoleDoc = { label: { zh: "操作工", en: "Operator" }, grants: [{ form: "feeding", verbs: ["read", "submit"], where: "own" }] };

describe("who may use a form", () => {
  it("is told by the role's grants", () => {
    expect(useOf(operator, "oven_check")).toBe("none");
    expect(useOf(operator, "feeding")).toBe("own");
    expect(useOf({ ...operator, grants: [{ form: "*", verbs: [...USES.all] }] }, "feeding")).toBe("every");
    expect(useOf({ ...operator, grants: [{ form: "*", verbs: ["read"] }] }, "feeding")).toBe("see");
  });

  it("is changed for this form alone, and can be taken back", () => {
    for (const use of ["see", "fill", "all"] as const) {
      const given = withUse(operator, "oven_check", use);
      expect(useOf(given, "oven_check")).toBe(use);
      expect(useOf(given, "feeding")).toBe("own");
      expect(withUse(given, "oven_check", "none")).toEqual(operator);
    }
  });

  it("keeps hidden what is hidden from a role", () => {
    const given = withUse({ ...operator, grants: [{ form: "oven_check", verbs: ["read"], hide: ["cost"] }] }, "oven_check", "fill");
    expect(given.grants).toEqual([{ form: "oven_check", verbs: [...USES.fill], hide: ["cost"] }]);
  });
});
