import { expect, test } from "vitest";
import { columnSum, gridColumns, shownColumns, summedColumns } from "../model/columns.ts";
import type { Flags, View } from "../model/engine.ts";
import { programOf } from "../model/program.ts";
import { formOf } from "../../api/index.ts";
import { Burst } from "../scan/wedge.ts";
import { besideCell, nextCell } from "./gridKeys.ts";
import { inOrder, markOf, withCell, withRows } from "./state.ts";
import { filledBy } from "./usePaste.ts";

const label = { zh: "x", en: "x" };
const program = programOf(
  formOf({
    form: "f",
    label,
    fields: {
      line: { type: "text" },
      inputs: {
        type: "list",
        fields: { lot: { type: "lot" }, material: { type: "lookup", from: "lot.material" }, fed: { type: "quantity", of: "lot" }, pass: { type: "bool" }, n: { type: "number" } },
      },
      sum: { type: "expression", value: "SUM(inputs.n)" },
    },
  }),
);
const list = program.byKey.inputs!;
const columns = list.fields!;
const free: Flags = { hidden: false, required: false, readonly: false, pending: false, uom: "kg", uoms: [] };
const view = (key: string, values: Record<string, unknown> = {}): View => ({
  key,
  values,
  filled: true,
  flags: { lot: free, material: { ...free, readonly: true }, fed: free, pass: free, n: { ...free, uom: "" } },
});

test("Enter goes on to the next cell that may be filled, and from the last one to a new row", () => {
  const views = [view("a"), view("b")];
  expect(nextCell({ row: 0, column: "lot" }, views, columns)).toEqual({ row: 0, column: "fed" });
  expect(nextCell({ row: 0, column: "n" }, views, columns)).toEqual({ row: 1, column: "lot" });
  expect(nextCell({ row: 1, column: "n" }, views, columns)).toEqual({ row: 2, column: "lot" });
});

test("arrows beside stay in the row and pass over what is only shown", () => {
  const views = [view("a")];
  expect(besideCell({ row: 0, column: "fed" }, -1, views, columns)).toEqual({ row: 0, column: "lot" });
  expect(besideCell({ row: 0, column: "lot" }, -1, views, columns)).toBeNull();
});

test("totals are given for amounts of one unit and for what the form sums itself", () => {
  expect(summedColumns(list, program)).toEqual(new Set(["fed", "n"]));
  const views = [view("a", { fed: { value: "0.1" }, n: "1" }), view("b", { fed: { value: "0.2" } }), view("c")];
  expect(columnSum(views, "fed")).toEqual({ value: "0.3", uom: "kg" });
  expect(columnSum(views, "n")).toEqual({ value: "1", uom: "" });
  expect(columnSum([...views, view("d", { fed: { value: "1", uom: "g" } })], "fed")).toBeNull();
  expect(columnSum([view("e")], "fed")).toBeNull();
});

test("a column hidden in every row is no column; no column is narrower than it needs", () => {
  const hidden = view("a");
  hidden.flags = { ...hidden.flags, pass: { ...free, hidden: true } };
  expect(shownColumns(list, [hidden]).map((one) => one.key)).toEqual(["lot", "material", "fed", "n"]);
  const { gridTemplateColumns, minWidth } = gridColumns(columns);
  const least = [...gridTemplateColumns.matchAll(/(?:minmax\()?(\d+)px/g)].reduce((sum, found) => sum + Number(found[1]), 0);
  expect(minWidth).toBe(least);
});

test("pasted cells fill the columns from where the focus is; what is not understood is counted", () => {
  const open = columns.filter((one) => one.key !== "material");
  const found = filledBy([["RM-1", "2 kg", "是", "3"], ["RM-2", "5", "perhaps", "4", "too far"]], open, "lot");
  expect(found.rows).toEqual([
    { lot: { code: "RM-1" }, fed: { value: "2", uom: "kg" }, pass: true, n: "3" },
    { lot: { code: "RM-2" }, fed: { value: "5" }, n: "4" },
  ]);
  expect(found.unknown).toBe(1);
});

test("a scanner is told from a person by its speed", () => {
  const type = (burst: Burst, text: string, gap: number): string | null => [...text].map((key, n) => burst.key(key, n * gap)).pop() ?? null;
  const fast = new Burst();
  type(fast, "RM-1", 5);
  expect(fast.running).toBe(true);
  expect(fast.key("Enter", 25)).toBe("RM-1");
  const slow = new Burst();
  type(slow, "RM-1", 200);
  expect(slow.key("Enter", 900)).toBeNull();
});

test("mistakes are visited in reading order, and their marks move with their rows", () => {
  expect(inOrder(program, ["sum", "inputs[10].lot", "inputs[2].fed", "inputs[2].lot", "line", "inputs"])).toEqual([
    "line",
    "inputs",
    "inputs[2].lot",
    "inputs[2].fed",
    "inputs[10].lot",
    "sum",
  ]);
  const shot = { top: view(""), lists: { inputs: [view("a"), view("b")] } };
  expect(markOf(shot, "inputs[1].fed")).toBe("inputs/b/fed");
  expect(markOf(shot, "line")).toBe("line");
});

test("changing a cell leaves the other rows as they are", () => {
  const rows = [{ _k: "a", n: "1" }, { _k: "b", n: "2" }];
  const next = withCell({ inputs: rows }, null, "inputs", "b", "n", "3");
  expect(next.inputs).toEqual([{ _k: "a", n: "1" }, { _k: "b", n: "3" }]);
  const amended = withRows({}, { inputs: [{ id: "r1", n: "1" }] }, "inputs", (all) => all);
  expect(amended.inputs).toEqual([{ id: "r1", _k: "r1", n: "1" }]);
});
