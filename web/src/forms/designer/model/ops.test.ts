import { describe, expect, it } from "vitest";
import { type Doc, drawnPaths, eachField, fieldAt, freeKey, groupsOf, keyFrom, sectionOf } from "./doc.ts";
import { merge3, same } from "./merge.ts";
import { addField, addSection, copyFields, moveFields, moveSection, removeFields, removeSection, setField, setSection, type Spot } from "./ops.ts";
import { renameKey } from "./rename.ts";

const L = (zh: string): { zh: string; en: string } => ({ zh, en: zh });

const receipt: Doc = {
  form: "receipt",
  label: L("收货"),
  title: "{no} · {supplier}",
  sections: [
    { label: L("来料"), fields: ["supplier", "quantity"] },
    { label: L("明细"), fields: ["rows"] },
  ],
  fields: {
    no: { type: "serial", rule: "R-{###}" },
    supplier: { type: "link", to: "supplier", where: "status = this.kind" },
    quantity: { type: "quantity", visible_when: "NOT(ISBLANK(supplier)) AND COUNTOF(\"receipt\", supplier = this.supplier) > 0" },
    rows: { type: "list", fields: { lot: { type: "lot" }, kg: { type: "number", value: "lot.weight * quantity" } } },
    note: { type: "text" },
  },
  trace: { verb: "receive", outputs: { lot: "rows.lot", quantity: "kg" }, source: "supplier" },
};

/** A small generator of its own, so that a failure is found again. */
function random(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * most);
  };
}

const pick = <T>(items: T[], roll: (most: number) => number): T => items[roll(items.length)] as T;

/** Some change of a document, by one who draws at random. */
function someChange(doc: Doc, published: Doc, roll: (most: number) => number): Doc {
  const paths = drawnPaths(doc);
  const lists = ["", ...eachField(doc).filter((one) => one.field.type === "list").map((one) => one.path)];
  const list = pick(lists, roll);
  const spot: Spot = list ? { list } : { section: roll((doc.sections ?? []).length + 1) - 1 < 0 ? null : roll((doc.sections ?? []).length), before: roll(2) ? pick(Object.keys(doc.fields), roll) : null };
  const path = paths.length ? pick(paths, roll) : "";
  switch (roll(9)) {
    case 0:
      return addField(doc, freeKey(doc, "text"), { type: "text" }, spot);
    case 1:
      return addField(doc, "rows", { type: "list", fields: {} }, spot);
    case 2:
      return moveFields(doc, [path, pick(paths, roll)].filter(Boolean), spot, published);
    case 3:
      return path ? removeFields(doc, [path], published) : doc;
    case 4:
      return path ? setField(doc, path, { width: 4, hint: L(String(roll(99))) }) : doc;
    case 5:
      return addSection(doc, { label: L(`段${roll(99)}`), fields: [] }, roll(2));
    case 6:
      return moveSection(doc, 0, roll(3));
    case 7:
      return removeSection(doc, roll(2));
    default:
      return path ? copyFields(doc, [{ key: path.split(".").pop() as string, field: fieldAt(doc, path)! }], spot) : doc;
  }
}

describe("changing a form", () => {
  it("keeps every published field, whatever is done, and names no field twice", () => {
    for (let seed = 1; seed <= 120; seed += 1) {
      const roll = random(seed);
      let doc = receipt;
      for (let step = 0; step < 25; step += 1) doc = someChange(doc, receipt, roll);
      for (const { path, field } of eachField(receipt)) expect(fieldAt(doc, path)?.type, `seed ${seed}: ${path}`).toBe(field.type);
      const named = (doc.sections ?? []).flatMap((section) => section.fields);
      expect(new Set(named).size, `seed ${seed}`).toBe(named.length);
      for (const key of named) expect(doc.fields[key], `seed ${seed}: ${key}`).toBeDefined();
      expect(groupsOf(doc).flatMap((group) => group.keys).sort()).toEqual(Object.keys(doc.fields).filter((key) => !doc.fields[key]?.retired).sort());
    }
  });

  it("puts a new field where the line was drawn", () => {
    const doc = addField(receipt, "temperature", { type: "temperature" }, { section: 0, before: "quantity" });
    expect(doc.sections?.[0]?.fields).toEqual(["supplier", "temperature", "quantity"]);
    expect(Object.keys(doc.fields)).toEqual(["no", "supplier", "temperature", "quantity", "rows", "note"]);
  });

  it("never puts a list into a list: it falls behind it", () => {
    const doc = addField(receipt, "more", { type: "list", fields: {} }, { list: "rows" });
    expect(fieldAt(doc, "rows.more")).toBeUndefined();
    expect(sectionOf(doc, "more")).toBe(1);
  });

  it("moves several fields together, keeping their order", () => {
    const doc = moveFields(receipt, ["no", "note"], { section: 0, before: "supplier" });
    expect(doc.sections?.[0]?.fields).toEqual(["no", "note", "supplier", "quantity"]);
  });

  it("does not move a published column out of its list, but a new one goes", () => {
    expect(moveFields(receipt, ["rows.kg"], { section: 0 }, receipt)).toEqual(receipt);
    const free = addField(receipt, "why", { type: "text" }, { list: "rows" });
    expect(fieldAt(moveFields(free, ["rows.why"], { section: 0 }, receipt), "why")?.type).toBe("text");
  });

  it("retires what was published and deletes what was not", () => {
    const drawn = addField(receipt, "extra", { type: "text" }, {});
    const doc = removeFields(drawn, ["extra", "note"], receipt);
    expect(doc.fields.extra).toBeUndefined();
    expect(doc.fields.note?.retired).toBe(true);
  });

  it("lets the fields of a deleted section fall to the one before it", () => {
    const doc = removeSection(receipt, 1);
    expect(doc.sections?.map((section) => section.fields)).toEqual([["supplier", "quantity", "rows"]]);
    expect(removeSection(doc, 0).sections).toBeUndefined();
  });

  it("renames a field in every text that names it, and in no other", () => {
    const doc = renameKey(receipt, "supplier", "vendor");
    expect(doc.title).toBe("{no} · {vendor}");
    expect(doc.sections?.[0]?.fields).toEqual(["vendor", "quantity"]);
    expect(doc.fields.vendor).toEqual(receipt.fields.supplier);
    expect(doc.fields.quantity?.visible_when).toBe("NOT(ISBLANK(vendor)) AND COUNTOF(\"receipt\", supplier = this.vendor) > 0");
    expect(doc.trace).toEqual({ verb: "receive", outputs: { lot: "rows.lot", quantity: "kg" }, source: "vendor" });
  });

  it("renames a column of a list, in its rows and outside", () => {
    const doc = renameKey(renameKey(receipt, "rows.lot", "batch"), "rows.kg", "weight");
    expect(fieldAt(doc, "rows.weight")?.value).toBe("batch.weight * quantity");
    expect(doc.trace).toEqual({ verb: "receive", outputs: { lot: "rows.batch", quantity: "weight" }, source: "supplier" });
  });

  it("makes keys of labels", () => {
    expect(keyFrom("Supplier's lot")).toBe("suppliers_lot");
    expect(keyFrom("1st Température (°C)")).toBe("st_temperature_c");
    expect(keyFrom("供应商")).toBe("");
    expect(freeKey(receipt, "note")).toBe("note_2");
  });
});

describe("two people at one form", () => {
  it("keeps the changes of both where they do not meet", () => {
    const mine = setField(addField(receipt, "photo", { type: "image" }, { section: 0 }), "note", { width: 12 });
    const theirs = setSection(setField(receipt, "note", { required: true }), 0, { label: L("到货") });
    const { doc, clashes } = merge3(receipt, mine, theirs);
    expect(clashes).toEqual([]);
    expect(doc.fields.note).toEqual({ type: "text", width: 12, required: true });
    expect(doc.sections?.[0]).toEqual({ label: L("到货"), fields: ["supplier", "quantity", "photo"] });
  });

  it("takes mine and tells it where both changed the same", () => {
    const mine = setField(receipt, "note", { width: 4 });
    const theirs = setField(receipt, "note", { width: 8 });
    const { doc, clashes } = merge3(receipt, mine, theirs);
    expect(doc.fields.note?.width).toBe(4);
    expect(clashes).toEqual([{ path: "fields.note.width", mine: 4, theirs: 8 }]);
  });

  it("does not lose a field that one deleted while the other worked on it", () => {
    const mine = setField(receipt, "note", { width: 4 });
    const theirs = removeFields(receipt, ["note"], null);
    expect(merge3(receipt, mine, theirs).doc.fields.note?.width).toBe(4);
    expect(merge3(receipt, theirs, mine).doc.fields.note?.width).toBe(4);
    expect(merge3(receipt, theirs, receipt).doc.fields.note).toBeUndefined();
  });

  it("keeps my order and their new field, and each field in one section", () => {
    const mine = moveFields(receipt, ["quantity"], { section: 0, before: "supplier" });
    const theirs = addField(receipt, "lot", { type: "lot" }, { section: 0 });
    expect(merge3(receipt, mine, theirs).doc.sections?.[0]?.fields).toEqual(["quantity", "lot", "supplier"]);
    const there = merge3(receipt, moveFields(receipt, ["supplier"], { section: 1 }), moveFields(receipt, ["supplier"], { section: null }));
    expect(there.doc.sections?.flatMap((section) => section.fields).filter((key) => key === "supplier")).toHaveLength(1);
  });

  it("is plain where one side did nothing, and undoes what was done", () => {
    for (let seed = 1; seed <= 80; seed += 1) {
      const roll = random(seed);
      let [mine, theirs] = [receipt, receipt];
      for (let step = 0; step < 4; step += 1) {
        mine = someChange(mine, receipt, roll);
        theirs = someChange(theirs, receipt, roll);
      }
      expect(same(merge3(receipt, mine, receipt).doc, mine)).toBe(true);
      expect(same(merge3(receipt, receipt, theirs).doc, theirs)).toBe(true);
      const { doc } = merge3(receipt, mine, theirs);
      for (const { path } of eachField(receipt)) expect(fieldAt(doc, path), `seed ${seed}: ${path}`).toBeDefined();
      for (const { path } of [...eachField(mine), ...eachField(theirs)]) expect(fieldAt(doc, path), `seed ${seed}: ${path}`).toBeDefined();
    }
  });
});
