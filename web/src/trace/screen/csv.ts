import { showInstant, trimZeros, words } from "../../kit/index.ts";
import type { Chain } from "../model/chain.ts";
import { byWhom } from "../model/story.ts";
import type { TraceRow } from "../model/table.ts";

const COLUMNS = ["level", "event", "lot", "material", "status", "quantity", "amount", "share", "where", "when", "who", "document"];

/** The table's rows as lines of texts, the first the names of the columns; numbers stay plain. */
export function linesOf(rows: TraceRow[], chain: Chain): string[][] {
  const t = (key: string): string => words("trace", key);
  const startUom = chain.nodes[chain.start]?.unit?.uom ?? "";
  return [COLUMNS.map(t), ...rows.map((row) => lineOf(row, startUom, t))];
}

function lineOf(row: TraceRow, startUom: string, t: (key: string) => string): string[] {
  const { node, event } = row;
  const unit = row.kind === "card" ? node.unit : null;
  const sign = row.side === "back" ? "-" : "";
  const amount = unit?.amount ? `${trimZeros(unit.amount)} ${unit.level > 0 ? startUom : unit.uom}` : "";
  return [
    row.kind === "card" ? `${row.depth ? sign : ""}${row.depth}` : "",
    event ? t(`verb.${event.verb}`) : "",
    node.name,
    node.note,
    node.status ? words("kit", `status.${node.status}`) : "",
    row.quantity === null ? "" : `${trimZeros(row.quantity)} ${row.uom}`,
    amount,
    unit?.share ? `${trimZeros((Number(unit.share) * 100).toFixed(2))}%` : "",
    event ? [event.source, event.place, event.destination].filter(Boolean).join(" → ") : "",
    event ? showInstant(event.time) : "",
    event ? byWhom(event) : "",
    event?.record_title ?? event?.event_id ?? "",
  ];
}

/** Gives a text to the person as a file. */
export function saveText(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
