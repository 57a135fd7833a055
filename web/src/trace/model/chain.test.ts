import { expect, test } from "vitest";
import { Answer, dumplings } from "../test/plant.ts";
import { type Chain, chainOf } from "./chain.ts";

function links(chain: Chain): string[] {
  const name = (index: number): string => chain.nodes[index]?.name || (chain.nodes[index]?.kind ?? "");
  return chain.edges.map((edge) => `${name(edge.from)} > ${name(edge.to)} ${edge.quantity ?? "?"} ${edge.uom}`.trim()).sort();
}

test("suppliers, shipments and customers are cards of their own, with quantities on every link", () => {
  const chain = chainOf(dumplings());
  expect(links(chain)).toEqual([
    "D > P1 70 kg",
    "D > P2 30 kg",
    "P1 > SH-1 70 kg",
    "P2 > SH-1 30 kg",
    "S > W1 1.2 kg",
    "S > W2 0.8 kg",
    "SH-1 > Corner Shop 100 kg",
    "Salt Ltd > S 200 kg",
    "W1 > D 60 kg",
    "W2 > D 40 kg",
  ]);
  expect(chain.nodes.filter((node) => !node.unit).map((node) => node.lane)).toEqual(["supplier", "shipment", "customer"]);
});

test("what rides in a shown container is not linked to the shipment a second time", () => {
  const chain = chainOf(dumplings());
  expect(links(chain).some((text) => text.startsWith("D > SH-1"))).toBe(false);
});

test("a container's quantity is left open where its packings do not account for what was shipped", () => {
  const answer = new Answer()
    .lot("D", 0)
    .lot("P1", 1, { kind: "logistic" })
    .lot("P2", 1, { kind: "logistic" })
    .event("pack", { child: { D: "70" }, parent: { P1: "1" } })
    .event("pack", { child: { D: "30" }, parent: { P2: "1" } })
    .event("ship", { object: { P1: "1", P2: "1" }, child: { D: "90" } }, { destination: "Shop" })
    .of("D");
  const shipped = links(chainOf(answer)).filter((text) => text.startsWith("P"));
  expect(shipped).toEqual(["P1 > e3 ? kg", "P2 > e3 ? kg"]);
});

test("many inputs to many outputs meet in a point, so no quantity is guessed", () => {
  const answer = new Answer()
    .lot("A", -1)
    .lot("B", -1)
    .lot("C", 0)
    .lot("E", 0)
    .event("transform", { input: { A: "6", B: "4" }, output: { C: "7", E: "2.5" } })
    .of("C");
  expect(links(chainOf(answer))).toEqual(["A > event 6 kg", "B > event 4 kg", "event > C 7 kg", "event > E 2.5 kg"]);
});

test("a lot fed twice is one link with the exact sum", () => {
  const answer = new Answer()
    .lot("A", -1)
    .lot("B", 0)
    .event("transform", { input: { A: "0.1" }, output: { B: "1" } })
    .event("transform", { input: { A: "0.2" }, output: { B: "1" } })
    .of("B");
  expect(links(chainOf(answer))).toEqual(["A > B 0.3 kg"]);
});

test("what a customer sends back comes from the customer, not from a supplier", () => {
  const answer = new Answer()
    .lot("A", 0)
    .event("ship", { object: { A: "5" } }, { destination: "Shop" })
    .event("receive", { output: { A: "2" } }, { source: "Shop" })
    .of("A");
  const chain = chainOf(answer);
  expect(links(chain)).toContain("Shop > A 2 kg");
  expect(chain.nodes.filter((node) => node.name === "Shop").map((node) => node.kind)).toEqual(["customer"]);
});

test("unpacking makes nobody a relative, and voided events are not drawn", () => {
  const answer = new Answer()
    .lot("A", 0)
    .lot("P", 1, { kind: "logistic" })
    .event("unpack", { parent: { P: "1" }, child: { A: "5" } })
    .event("pack", { parent: { P: "1" }, child: { A: "5" } }, { voided_at: "2026-11-02T00:00:00Z" })
    .of("A");
  expect(links(chainOf(answer))).toEqual([]);
});

test("lots without a stage find their lane, and barred ones are shown without facts", () => {
  const chain = chainOf(new Answer().lot("R", 0).lot("P", 1, { kind: "logistic" }).lot("W", 1).barred("X").event("receive", { output: { R: "1" } }).of("R"));
  expect(chain.nodes.map((node) => [node.name, node.kind, node.lane])).toEqual([
    ["R", "lot", "receipt"],
    ["P", "lot", "packing"],
    ["W", "lot", "production"],
    ["", "barred", "production"],
  ]);
});
