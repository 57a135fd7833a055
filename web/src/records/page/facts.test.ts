import { expect, test } from "vitest";
import { type FormInfo, formOf, type RecordData } from "../../api/index.ts";
import { fieldAtPath, filesOf, isShown, keyFacts, linksOf, lotsOf, readableParts, timely } from "./facts.ts";

const form: FormInfo = {
  key: "feeding",
  version: 1,
  state: "published",
  revision: 1,
  may: ["read"],
  readable: "*",
  writable: "*",
  definition: formOf({
    form: "feeding",
    title: "{no} · {batch}",
    sections: [{ label: { zh: "投入", en: "In" }, fields: ["inputs", "gone"] }],
    fields: {
      no: { type: "serial" },
      work_order: { type: "link", to: "work_order" },
      inputs: { type: "list", fields: { lot: { type: "lot" }, fed: { type: "quantity" }, photo: { type: "image" } } },
      good: { type: "quantity" },
      scrap_why: { type: "choice", visible_when: "scrap > 0" },
      batch: { type: "lot" },
      started_at: { type: "datetime" },
    },
  }),
};

const record = {
  fields: {
    no: "FD-1",
    work_order: { id: "w1", title: "WO-1" },
    inputs: [
      { id: "r1", lot: { id: "1", code: "RM-1" }, fed: { value: "2", uom: "kg" }, photo: [{ id: "f1", name: "a.jpg" }] },
      { id: "r2", lot: { id: "1", code: "RM-1" }, fed: { value: "3", uom: "kg" }, photo: null },
    ],
    good: { value: "5", uom: "kg" },
    scrap_why: null,
    batch: { id: "2", code: "FG-1" },
    started_at: "2026-11-22T08:00:00Z",
  },
} as unknown as RecordData;

test("fields outside the sections come last, without a title", () => {
  const parts = readableParts(form);
  expect(parts.map((part) => part.fields.map((field) => field.key))).toEqual([
    ["inputs"],
    ["no", "work_order", "good", "scrap_why", "batch", "started_at"],
  ]);
  expect(parts[1]?.section).toBeNull();
});

test("an unreadable field is in no part", () => {
  const parts = readableParts({ ...form, readable: ["no"] });
  expect(parts).toHaveLength(1);
});

test("four facts say most about a record", () => {
  expect(keyFacts(form, record).map((field) => field.key)).toEqual(["batch", "good", "started_at", "work_order"]);
});

test("lots, files and links are found, in lists too, each once", () => {
  expect(lotsOf(form, record)).toEqual(["RM-1", "FG-1"]);
  expect(filesOf(form, record).map(({ file }) => file.id)).toEqual(["f1"]);
  expect(linksOf(form, record).map((link) => link.title)).toEqual(["WO-1"]);
});

test("a timeline path leads to its field", () => {
  expect(fieldAtPath(form, "inputs[2].fed")?.type).toBe("quantity");
  expect(fieldAtPath(form, "good")?.type).toBe("quantity");
  expect(fieldAtPath(form, "inputs[1].gone")).toBeUndefined();
});

test("a field shown at times is left out while blank", () => {
  const why = form.definition.fields.find((field) => field.key === "scrap_why");
  expect(why && isShown(why, null, timely(form.definition))).toBe(false);
  expect(why && isShown(why, "spill", timely(form.definition))).toBe(true);
});

test("so is what a rule shows, and what stands in a section with a condition", () => {
  const label = { zh: "x", en: "x" };
  const sections = [{ label, fields: ["good"], visible_when: "no > 1" }];
  const timed = timely({ ...form.definition, sections, linkage: [{ when: "true", show: ["batch"] }, { on: false, when: "true", hide: ["no"] }] });
  expect([...timed].sort()).toEqual(["batch", "good", "scrap_why"]);
});
