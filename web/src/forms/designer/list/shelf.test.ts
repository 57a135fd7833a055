import { describe, expect, it } from "vitest";
import type { AppDoc, DrawnForm } from "./data.ts";
import { lastApp, passes, shelved } from "./shelf.ts";

const form = (key: string, more: Partial<DrawnForm> = {}): DrawnForm => ({
  key,
  version: 1,
  label: { zh: key, en: key },
  app: "quality",
  folder: "",
  icon: "",
  stage: null,
  hidden: false,
  state: "published",
  published: true,
  revision: 1,
  by: "",
  at: "",
  ...more,
});
const apps: AppDoc[] = [
  { app: "quality", label: { zh: "质量", en: "Quality" }, folders: [{ key: "lab", label: { zh: "化验室", en: "Lab" } }] },
  { app: "empty", label: { zh: "空", en: "Empty" } },
];

describe("the forms on their shelves", () => {
  const forms = [form("b"), form("a", { folder: "lab" }), form("lost", { app: "gone" }), form("c", { folder: "no_such" })];

  it("stand by app and folder; what names neither stands last, nothing is lost", () => {
    const cupboards = shelved(forms, apps, "zh", false);
    expect(cupboards.map((one) => [one.app?.app ?? null, one.shelves.map((shelf) => [shelf.folder?.key ?? null, shelf.forms.map((each) => each.key)])])).toEqual([
      ["quality", [[null, ["b", "c"]], ["lab", ["a"]]]],
      [null, [[null, ["lost"]]]],
    ]);
  });

  it("say in which app a person drew last", () => {
    const drawn = [form("x", { by: "Bea", at: "2026-11-30T06:00:00Z", app: "bakery" }), form("y", { by: "Bea", at: "2026-11-29T06:00:00Z" }), form("z", { by: "Ann", at: "2026-12-01T06:00:00Z" })];
    expect(lastApp(drawn, "Bea")).toBe("bakery");
    expect(lastApp(drawn, "Cai")).toBe("");
  });

  it("shows apps and folders without forms only while nothing is searched", () => {
    expect(shelved([], apps, "zh", true).map((one) => [one.app?.app, one.shelves.length])).toEqual([["quality", 1], ["empty", 0]]);
    expect(shelved([], apps, "zh", false)).toEqual([]);
  });

  it("are found by either language or key, and by state", () => {
    const one = form("receipt", { label: { zh: "入库单", en: "Receipt" }, state: "draft" });
    expect([passes(one, "入库", "all"), passes(one, "RECEIPT", "draft"), passes(one, "x", "all"), passes(one, "", "published")]).toEqual([true, true, false, false]);
  });
});
