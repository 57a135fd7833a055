import { expect, test } from "vitest";
import { Answer, dumplings } from "../test/plant.ts";
import { chainOf } from "./chain.ts";
import { csvCell, csvOf, rowsOf, totalsOf } from "./table.ts";

function told(withEvents: boolean): string[] {
  const answer = dumplings();
  return rowsOf(answer, chainOf(answer), withEvents).map((row) => {
    const what = row.kind === "event" ? `(${row.event?.verb})` : row.node.name;
    return `${row.side} ${row.depth} ${what} ${row.quantity ?? "-"}${row.repeated ? " again" : ""}`;
  });
}

test("the tree goes from the lot back to its suppliers and forward to its customers", () => {
  expect(told(false)).toEqual([
    "start 0 D 100",
    "back 1 W1 60",
    "back 2 S 1.2",
    "back 3 Salt Ltd 200",
    "back 1 W2 40",
    "back 2 S 0.8 again",
    "forward 1 P1 70",
    "forward 2 SH-1 70",
    "forward 3 Corner Shop 100",
    "forward 1 P2 30",
    "forward 2 SH-1 30 again",
  ]);
});

test("inspections and other events stand below the lot they belong to", () => {
  expect(told(true).slice(0, 3)).toEqual(["start 0 D 100", "start 1 (observe) -", "back 1 W1 60"]);
});

test("a circle of rework ends in the table", () => {
  const answer = new Answer()
    .lot("A", 0)
    .lot("B", 1)
    .event("transform", { input: { A: "5" }, output: { B: "5" } })
    .event("transform", { input: { B: "1" }, output: { A: "1" } })
    .of("A");
  const rows = rowsOf(answer, chainOf(answer), false);
  expect(rows.map((row) => `${row.side} ${row.node.name}${row.repeated ? " again" : ""}`)).toEqual(["start A", "back B", "back A again", "forward B", "forward A again"]);
});

test("totals add up exactly by stage and material", () => {
  const totals = totalsOf(chainOf(dumplings()));
  expect(totals.map((total) => [total.side, total.title, total.count, total.quantity, total.amount, total.share])).toEqual([
    ["back", "Dough", 2, "130", "100", "1"],
    ["back", "Salt", 1, "200", "1.5", "0.015"],
  ]);
});

test("a CSV cell can neither break its row nor run as a formula", () => {
  expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
  expect(csvCell("=HYPERLINK(1)")).toBe("'=HYPERLINK(1)");
  expect(csvCell("-1+2")).toBe("'-1+2");
  expect(csvCell("-2.5")).toBe("-2.5");
  expect(csvOf([["a", "b"], ["1", "2"]])).toBe("\uFEFFa,b\r\n1,2\r\n");
});
