import { expect, test, vi } from "vitest";
import { formOf } from "../../api/index.ts";
import { envAt } from "../../expr/index.ts";
import { type Answer, Engine, type Values } from "./engine.ts";
import { LinkedRecords, type Source } from "./linked.ts";
import { mistakesOf } from "./mistake.ts";
import { anotherLike, payloadOf, shownPath } from "./payload.ts";
import { programOf } from "./program.ts";

const label = { zh: "x", en: "x" };
const ENV = envAt("2026-11-22T06:30:00Z", "Asia/Shanghai", "u1");

const FEEDING = formOf({
  form: "feeding",
  label,
  fields: {
    no: { type: "serial", rule: "FD-{###}" },
    work_order: { type: "link", to: "work_order", fill: { line: "line", crew: "crew" }, required: true },
    line: { type: "link", to: "line", required: true },
    crew: { type: "choice", options: [{ key: "a", label }, { key: "b", label }] },
    started_at: { type: "datetime", required: true, default: "NOW()" },
    operator: { type: "person", default: "CURRENT_USER()" },
    inputs: {
      type: "list",
      required: true,
      fields: {
        lot: { type: "lot", required: true, scan: true },
        material: { type: "lookup", from: "lot.material", result: "link", to: "material" },
        fed: { type: "quantity", of: "lot", required: true, min: 0.001 },
        twice: { type: "expression", result: "number", decimals: 2, value: "fed * 2 + extra" },
      },
    },
    extra: { type: "number", decimals: 2, default: "0" },
    fed_total: { type: "expression", result: "number", decimals: 3, value: "SUM(inputs.fed)" },
    scrap: { type: "quantity", of: "work_order.product", default: "0", min: 0 },
    scrap_why: { type: "text", visible_when: "scrap > 0", required_when: "scrap > 0" },
    note: { type: "long_text", readonly_when: "scrap > 5" },
    batch: { type: "lot", new: { rule: "B-{###}", material: "work_order.product" } },
  },
});

const MATERIAL = formOf({
  form: "material",
  label,
  serves: { role: "material", name: "name", uom: "base_uom", conversions: "conversions" },
  fields: {
    name: { type: "text" },
    base_uom: { type: "choice", options: [] },
    shelf_life: { type: "integer" },
    conversions: { type: "list", fields: { uom: { type: "choice", options: [] }, factor: { type: "number", decimals: 6 } } },
  },
});
const WORK_ORDER = formOf({ form: "work_order", label, fields: { product: { type: "link", to: "material" }, line: { type: "link", to: "line" }, crew: { type: "text" } } });

const RECORDS: Record<string, Awaited<ReturnType<Source["record"]>>> = {
  "work_order wo1": { definition: WORK_ORDER, fields: { product: { id: "m1", title: "Dumplings" }, line: { id: "l1", title: "Line 1" }, crew: "b" } },
  "material m1": {
    definition: MATERIAL,
    fields: { name: "Dumplings", base_uom: "kg", shelf_life: "180", conversions: [{ uom: "bag", factor: "25" }] },
  },
};

function bench(definition = FEEDING) {
  const changed = vi.fn();
  const source: Source = {
    record: (form, id) => Promise.resolve(RECORDS[`${form} ${id}`] ?? null),
    lot: (code) => Promise.resolve(code.startsWith("RM") ? { code, uom: "kg", status: "released", material: { id: "m9", title: "Flour" } } : null),
  };
  const links = new LinkedRecords(source, changed);
  const program = programOf(definition);
  const engine = new Engine(program, links);
  const run = (given: Values, old: Values | null = null, answer: Answer | null = null) =>
    engine.run({ given, old, env: ENV, self: { id: "u1", name: "Zhou" }, answer, writable: () => true });
  const settle = async (given: Values, old: Values | null = null) => {
    run(given, old);
    for (let round = 0; round < 4; round++) {
      await new Promise((next) => setTimeout(next));
      run(given, old);
    }
    return run(given, old);
  };
  return { run, settle, program, engine, links };
}

test("defaults are there before anything is typed", () => {
  const { top } = bench().run({});
  expect(top.values.started_at).toBe("2026-11-22T06:30:00Z");
  expect(top.values.operator).toEqual({ id: "u1", title: "Zhou" });
  expect(top.values.extra).toBe("0.00");
  expect(top.flags.no?.readonly).toBe(true);
  expect(top.flags.batch?.readonly).toBe(true);
});

test("a field shows and is needed only when its condition holds", () => {
  const { run } = bench();
  expect(run({}).top.flags.scrap_why).toMatchObject({ hidden: true, required: false });
  const untold = run({ scrap: { value: "3", uom: "kg" } }).top.flags.scrap_why;
  expect(untold, "without a product nobody knows what 3 kg are").toMatchObject({ hidden: false, required: false });
});

test("with the unit of the product known, conditions on its quantity are told in the browser", async () => {
  const { settle } = bench();
  const shot = await settle({ work_order: { id: "wo1", title: "WO-1" }, scrap: { value: "3" } });
  expect(shot.top.flags.scrap_why).toMatchObject({ hidden: false, required: true });
  expect(shot.top.flags.scrap).toMatchObject({ uom: "kg" });
  expect(shot.top.flags.scrap?.uoms).toEqual(["kg", "g", "t", "bag"]);
  const much = await settle({ work_order: { id: "wo1", title: "WO-1" }, scrap: { value: "6" } });
  expect(much.top.flags.note?.readonly).toBe(true);
});

test("a chosen link fills other fields, unless something was given", async () => {
  const { settle, run } = bench();
  const chosen = { id: "wo1", title: "WO-1", fill: { line: { id: "l1", title: "Line 1" }, crew: "b" } };
  expect(run({ work_order: chosen }).top.values).toMatchObject({ line: { id: "l1", title: "Line 1" }, crew: "b" });
  expect(run({ work_order: chosen, crew: "a" }).top.values.crew).toBe("a");
  expect(run({ work_order: chosen, crew: null }).top.values.crew).toBeNull();
  const read = await settle({ work_order: { id: "wo1", title: "WO-1" } });
  expect(read.top.values).toMatchObject({ line: { id: "l1", title: "Line 1" }, crew: "b" });
});

test("rows are computed, and sums over them, exactly", async () => {
  const { settle } = bench();
  const inputs = [
    { _k: "a", lot: { code: "RM-1" }, fed: { value: "0.1" } },
    { _k: "b", lot: { code: "RM-2" }, fed: { value: "200", uom: "g" } },
  ];
  const shot = await settle({ inputs, extra: "1" });
  expect(shot.top.values.fed_total).toBe("0.300");
  expect(shot.lists.inputs?.map((view) => view.values.twice)).toEqual(["1.20", "1.40"]);
  expect(shot.lists.inputs?.[0]?.values.material).toEqual({ id: "m9", title: "Flour" });
  expect(shot.lists.inputs?.[0]?.flags.fed).toMatchObject({ uom: "kg", required: true });
});

test("a row in which nothing was given does not count", async () => {
  const { settle } = bench();
  const shot = await settle({ inputs: [{ _k: "a", lot: { code: "RM-1" }, fed: { value: "3" } }, { _k: "b" }, { _k: "c", lot: null }], extra: "1" });
  expect(shot.lists.inputs?.map((view) => view.filled)).toEqual([true, false, false]);
  expect(shot.lists.inputs?.map((view) => view.values.twice)).toEqual(["7.00", null, null]);
  expect(shot.top.values.fed_total).toBe("3.000");
});

test("what only the server can tell waits for its answer", () => {
  const { run } = bench();
  const inputs = [{ _k: "a", lot: { code: "XX-1" }, fed: { value: "2", uom: "bag" } }];
  const before = run({ inputs });
  expect(before.top.flags.fed_total?.pending).toBe(true);
  const answer = { fields: { fed_total: "50.000", inputs: [{ twice: "100.00" }] }, rows: { inputs: ["a"] } };
  const after = run({ inputs }, null, answer);
  expect(after.top.values.fed_total).toBe("50.000");
  expect(after.lists.inputs?.[0]?.values.twice).toBe("100.00");
});

test("a row that did not change stays the same object", async () => {
  const { settle, run } = bench();
  const a = { _k: "a", lot: { code: "RM-1" }, fed: { value: "1" } };
  const b = { _k: "b", lot: { code: "RM-2" }, fed: { value: "2" } };
  const before = await settle({ inputs: [a, b] });
  const after = run({ inputs: [a, { ...b, fed: { value: "3" } }] });
  expect(after.lists.inputs?.[0]).toBe(before.lists.inputs?.[0]);
  expect(after.lists.inputs?.[1]).not.toBe(before.lists.inputs?.[1]);
  expect(after.top.values.fed_total).toBe("4.000");
});

test("one key in a list of 1,000 rows costs few milliseconds", async () => {
  const { settle, run } = bench();
  const rows = Array.from({ length: 1000 }, (_, n) => ({ _k: `r${n}`, lot: { code: `RM-${n % 20}` }, fed: { value: String(n) } }));
  await settle({ inputs: rows });
  const spent: number[] = [];
  for (let n = 0; n < 21; n++) {
    const typed = rows.map((row, at) => (at === 500 ? { ...row, fed: { value: `${n}.5` } } : row));
    const begun = process.cpuUsage();
    run({ inputs: typed });
    spent.push(process.cpuUsage(begun).user / 1000);
  }
  expect(spent.sort((a, b) => a - b)[10]).toBeLessThan(60);
});

test("what is sent is what is shown and may be filled; empty rows are left out", async () => {
  const { settle, program } = bench();
  const given = {
    work_order: { id: "wo1", title: "WO-1", fill: { crew: "b" } },
    crew: null,
    scrap_why: "spilled",
    note: " ",
    inputs: [{ _k: "e" }, { _k: "a", lot: { code: "RM-1", info: { status: "released" } }, fed: { value: "1,250.5" } }],
  };
  const shot = await settle(given);
  const sent = payloadOf(program.fields, given, null, shot);
  expect(sent.fields).toEqual({
    work_order: "wo1",
    line: "l1",
    crew: null,
    started_at: "2026-11-22T06:30:00Z",
    operator: "u1",
    inputs: [{ lot: "RM-1", fed: { value: "1250.5", uom: "kg" } }],
    extra: "0.00",
    scrap: { value: "0", uom: "kg" },
    note: null,
  });
  expect(sent.rows).toEqual({ inputs: ["a"] });
  expect(shownPath("inputs[0].fed", sent.rows, { inputs: ["e", "a"] })).toBe("inputs[1].fed");
});

test("of an amended record only changes are sent, a changed list whole with its rows' ids", async () => {
  const { settle, program } = bench();
  const old = {
    work_order: { id: "wo1", title: "WO-1" },
    line: { id: "l1", title: "Line 1" },
    crew: "a",
    inputs: [{ id: "r1", lot: { id: "x", code: "RM-1" }, fed: { value: "5.000", uom: "kg" }, twice: "10.00" }],
    fed_total: "5.000",
    scrap: { value: "0.000", uom: "kg" },
    note: "old",
  };
  const untouched = await settle({}, old);
  expect(untouched.top.values).toMatchObject({ crew: "a", note: "old", fed_total: "5.000" });
  expect(payloadOf(program.fields, {}, old, untouched).fields).toEqual({});
  const given = { crew: "b", note: "old", inputs: [{ ...old.inputs[0], _k: "r1", fed: { value: "6" } }] };
  const shot = await settle(given, old);
  expect(payloadOf(program.fields, given, old, shot).fields).toEqual({ crew: "b", inputs: [{ id: "r1", lot: "RM-1", fed: { value: "6", uom: "kg" } }] });
  expect(shot.top.values.fed_total).toBe("6.000");
});

test("mistakes are told at their places, and only for rows with something in them", async () => {
  const { settle, program } = bench();
  const given = { started_at: null, inputs: [{ _k: "e" }, { _k: "a", fed: { value: "0" } }] };
  const shot = await settle(given);
  const wrong = mistakesOf(program.fields, shot, (field) => field.key, new Date(), (key, values) => `${key} ${values?.label ?? values?.limit ?? ""}`.trim());
  expect(wrong).toEqual({
    work_order: "needed work_order",
    line: "needed line",
    started_at: "needed started_at",
    "inputs[1].lot": "needed lot",
    "inputs[1].fed": "too_small 0.001",
  });
});

test("another like this keeps neither evidence nor what must differ", () => {
  const { program } = bench(formOf({ form: "f", label, fields: { a: { type: "text" }, b: { type: "image" }, c: { type: "text", unique: true }, d: { type: "datetime" } } }));
  expect(anotherLike(program.fields, { a: "x", b: [{ id: "1" }], c: "y", d: "2026-11-22T06:30:00Z" })).toEqual({ a: "x" });
});

test("a look-up of an amended record keeps its copy while its link stays", async () => {
  const form = formOf({ form: "f", label, fields: { product: { type: "link", to: "material" }, days: { type: "lookup", from: "product.shelf_life", result: "number", decimals: 0 } } });
  const { settle } = bench(form);
  const old = { product: { id: "m1", title: "D" }, days: "90" };
  expect((await settle({}, old)).top.values.days).toBe("90");
  expect((await settle({ product: { id: "m1", title: "D" } }, old)).top.values.days).toBe("180");
});
