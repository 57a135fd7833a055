import i18next from "i18next";
import { expect, test } from "vitest";
import { type FormInfo, formOf } from "../../api/index.ts";
import { conditionText, partsOf } from "../../forms/condition/condition.ts";
import { type Book, roots } from "../../forms/condition/names.ts";
import { sought } from "../../forms/condition/operators.ts";
import { sayGroup, sayItem, type Saying } from "../../forms/condition/said.ts";
import { texts } from "../../forms/texts.ts";
import { startWords } from "../../kit/index.ts";
import { chipsOf, spotOf, without } from "./spot.ts";

await startWords({ forms: texts }, "en");

const label = (en: string) => ({ zh: en, en });
const form: FormInfo = {
  key: "raw_receipt",
  version: 1,
  state: "published",
  revision: 1,
  may: ["read"],
  readable: ["supplier", "kind", "at", "photos", "lot", "part"],
  writable: [],
  definition: formOf({
    form: "raw_receipt",
    fields: {
      supplier: { type: "link", to: "supplier", label: label("Supplier") },
      kind: { type: "choice", options: [{ key: "raw", label: label("Raw") }, { key: "wip", label: label("WIP") }], label: label("Kind") },
      at: { type: "datetime", label: label("Received") },
      photos: { type: "image" },
      lot: { type: "lot", label: label("Lot") },
      price: { type: "money" },
      part: { type: "tree", branches: [{ key: "meat", label: label("Meat"), children: [{ key: "beef", label: label("Beef") }] }], label: label("Part") },
    },
  }),
};
const book: Book = { form: () => undefined, serving: () => undefined };
const saying: Saying = { spot: spotOf(form), book, lang: "en", t: i18next.getFixedT("en", "forms"), title: (id) => (id === "s1" ? "Huadong Flour" : undefined) };
const said = (where: string): string[] => chipsOf(partsOf(where).group).map((item) => ("join" in item ? sayGroup(item, saying) : sayItem(item, saying)));

test("a list is searched by what its reader may see and the database can look for, and by what every record has", () => {
  const names = roots(spotOf(form), book, "en").filter((one) => sought(one.type, one, one.key));
  expect(names.map((one) => one.key)).toEqual(["supplier", "kind", "at", "lot", "part", "created_at", "created_by", "state", "title"]);
});

test("each condition is a chip in words, with titles of linked records and labels of choices", () => {
  const where =
    'supplier = "s1" AND NOT IN(kind, "raw", "wip") AND at >= DATEADD(TODAY(), -7) AND at < DATEADD(TODAY(), 1) AND CONTAINS(lot.code, "RM") ' +
    'AND state = "voided" AND at < DATEADD(DATE(2026, 11, 30), 1) AND (part = "meat/beef" OR LEFT(part, 10) = "meat/beef/")';
  expect(said(where)).toEqual([
    "Supplier is Huadong Flour",
    "Kind is none of Raw, WIP",
    "Received is in the last 7 days",
    "Lot › Lot code contains “RM”",
    "State of the record is Voided",
    "Received is on or before 2026-11-30",
    "Part is or is below Meat / Beef",
  ]);
});

test("conditions that say or are one chip; a chip taken away leaves the others as they were", () => {
  expect(said('kind = "raw" OR part = "meat"')).toEqual(["Kind is Raw, or Part is Meat"]);
  const { group } = partsOf('state = "submitted" AND (kind = "raw" OR supplier = "s1" AND part = "meat")');
  expect(said(conditionText(group))).toEqual(["State of the record is In force", "Kind is Raw, or (Supplier is Huadong Flour, and Part is Meat)"]);
  expect(conditionText(without(group, 0))).toBe('kind = "raw" OR supplier = "s1" AND part = "meat"');
  expect(conditionText(without(group, 1))).toBe('state = "submitted"');
  expect(conditionText(without(partsOf('kind = "raw" OR part = "meat"').group, 0))).toBe("");
});
