import { callsOf, type OneCase } from "./data.ts";

export type PartName = "on_hand" | "lost" | "still" | "sold" | "unknown";
export type Accounts = { uom: string; whole: number; parts: { name: PartName; value: number }[] };

const add = (values: (string | null)[]): number => values.reduce((sum, value) => sum + Number(value ?? 0), 0);
const three = (value: number): number => Math.round(value * 1000) / 1000;

/** Where everything affected is: here, lost, at customers, eaten, or nobody knows. What customers say counts once they are called. */
export function accountsOf(one: OneCase): Accounts {
  const total = one.scope.totals[0];
  if (!total) return { uom: "", whole: 0, parts: [] };
  const calls = callsOf(one.case).filter((call) => call.called_at && call.uom === total.uom);
  const still = add(calls.map((call) => call.still_there));
  const sold = add(calls.map((call) => call.sold));
  const parts: Accounts["parts"] = [
    { name: "on_hand", value: Number(total.on_hand) },
    { name: "lost", value: Number(total.lost) },
    { name: "still", value: three(still) },
    { name: "sold", value: three(sold) },
    { name: "unknown", value: three(Math.max(0, Number(total.out) - still - sold)) },
  ];
  return { uom: total.uom, whole: Number(total.affected), parts };
}
