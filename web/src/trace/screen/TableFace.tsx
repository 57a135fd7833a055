import { DownloadOutlined, PrinterOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Checkbox } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Blank, LotLink, LotTag, showInstant, StageDot, useLang, useRowWindow, useT } from "../../kit/index.ts";
import { type Chain, kindOf } from "../model/chain.ts";
import type { Badges } from "../model/marks.ts";
import { partText, quantityText } from "../model/show.ts";
import { byWhom } from "../model/story.ts";
import { csvOf, rowsOf, type TraceRow } from "../model/table.ts";
import type { Genealogy } from "../types.ts";
import { linesOf, saveText } from "./csv.ts";
import { Totals } from "./Totals.tsx";

const ROW = 38;
const ALL = 300;
const ALL_COLUMNS = ["level", "event", "lot", "quantity", "share", "marks", "where", "when", "who", "document"] as const;

/** The trace as a tree that auditors print; the same content as the graph, for eyes, keyboards and screen readers. */
export function TableFace({ answer, chain, badges = null }: { answer: Genealogy; chain: Chain; badges?: Badges | null }) {
  const t = useT("trace");
  const [withEvents, setWithEvents] = useState(true);
  const [printing, setPrinting] = useState(false);
  const rows = useMemo(() => rowsOf(answer, chain, withEvents), [answer, chain, withEvents]);
  const code = answer.unit.code;
  useEffect(() => {
    const before = (): void => flushSync(() => setPrinting(true));
    const after = (): void => setPrinting(false);
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
  const save = (): void => saveText(`trace-${code.replaceAll(/[^\w-]+/g, "_")}.csv`, csvOf(linesOf(rows, chain)));
  return (
    <div className="table-face">
      <div className="table-acts no-print">
        <Checkbox checked={withEvents} onChange={(event) => setWithEvents(event.target.checked)}>
          {t("all_events")}
        </Checkbox>
        <span className="grow" />
        <Button icon={<DownloadOutlined />} onClick={save}>
          {t("export_csv")}
        </Button>
        <Button className="desk-only" icon={<PrinterOutlined />} onClick={() => window.print()}>
          {t("print")}
        </Button>
      </div>
      <p className="print-only">{t("printed", { code, time: showInstant(new Date().toISOString()) })}</p>
      <Rows rows={rows} chain={chain} badges={badges} all={printing || rows.length <= ALL} />
      <Totals chain={chain} />
    </div>
  );
}

function Rows({ rows, chain, badges, all }: { rows: TraceRow[]; chain: Chain; badges: Badges | null; all: boolean }) {
  const t = useT("trace");
  const box = useRef<HTMLDivElement>(null);
  const seen = useRowWindow(box, ROW, rows.length);
  const { from, to } = all ? { from: 0, to: rows.length } : seen;
  const startUom = chain.nodes[chain.start]?.unit?.uom ?? "";
  const who = useMemo(() => rows.some((row) => row.event && byWhom(row.event)), [rows]);
  const columns = ALL_COLUMNS.filter((column) => (who || column !== "who") && (badges || column !== "marks"));
  return (
    <div className={all ? "tree-box" : "tree-box tree-long"} ref={box} tabIndex={0}>
      <table className="tree" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} className={column === "quantity" || column === "share" ? "num" : ""} scope="col">
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {from > 0 ? <tr style={{ height: from * ROW }} aria-hidden="true" /> : null}
          {rows.slice(from, to).map((row, n) => (
            <Row key={row.key} row={row} before={rows[from + n - 1]} startUom={startUom} who={who} badges={badges} />
          ))}
          {to < rows.length ? <tr style={{ height: (rows.length - to) * ROW }} aria-hidden="true" /> : null}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = { row: TraceRow; before: TraceRow | undefined; startUom: string; who: boolean; badges: Badges | null };

function Row({ row, before, startUom, who, badges }: RowProps) {
  const t = useT("trace");
  const lang = useLang();
  const { event, node } = row;
  const sign = row.side === "back" ? "−" : row.side === "forward" ? "+" : "";
  const first = before?.side !== row.side;
  const kind = row.kind === "event" ? "tree-event" : row.side === "start" ? "tree-start" : "";
  return (
    <>
      {first ? (
        <tr className="tree-side">
          <th colSpan={ALL_COLUMNS.length} scope="rowgroup">
            {t(`side_${row.side}`)}
          </th>
        </tr>
      ) : null}
      <tr className={kind}>
        <td className="tree-level">{row.kind === "card" ? `${sign}${row.depth}` : ""}</td>
        <td className="tree-verb">{event ? t(`verb.${event.verb}`) : ""}</td>
        <td className="tree-lot" style={{ paddingLeft: 12 + Math.min(row.depth, 12) * 16 }}>
          {row.kind === "card" ? <Card row={row} /> : <span className="faint">{event?.status ? t(`status.${event.status}`, { ns: "kit" }) : node.name}</span>}
        </td>
        <td className="num tree-qty">{row.quantity === null ? <Blank /> : quantityText(row.quantity, row.uom)}</td>
        <td className="num tree-share">{row.kind === "card" && row.side !== "start" && node.unit ? partText(node, startUom, lang) || <Blank /> : null}</td>
        {badges ? <td className="tree-marks">{row.kind === "card" ? <Beside row={row} badges={badges} /> : null}</td> : null}
        <td className="tree-where">{event ? [event.place, event.destination].filter(Boolean).join(" → ") || event.source : null}</td>
        <td className="tree-when">{event ? showInstant(event.time) : null}</td>
        {who ? <td className="tree-who">{event ? byWhom(event) : null}</td> : null}
        <td className="tree-doc">
          <Document event={event} />
        </td>
      </tr>
    </>
  );
}

/** What the layers tell of the lot; the whole of it where the pointer rests. */
function Beside({ row, badges }: { row: TraceRow; badges: Badges }) {
  return badges(row.node).map((badge) => (
    <span key={badge.layer} className={`mark mark-${badge.tone}`} title={badge.long}>
      {badge.short}
    </span>
  ));
}

function Document({ event }: { event: TraceRow["event"] }) {
  if (!event?.form || !event.record) return <span className="cut">{event?.event_id}</span>;
  return (
    <Link to={`/f/${event.form}/${event.record}`} className="cut" title={event.record_title ?? ""}>
      {event.record_title || event.form}
    </Link>
  );
}

function Card({ row }: { row: TraceRow }) {
  const t = useT("trace");
  const { node } = row;
  return (
    <span className="tree-card">
      <StageDot stage={node.lane} />
      {node.unit ? <LotLink code={node.name} /> : <strong>{node.kind === "barred" ? t("barred") : node.name || t(`kind.${kindOf(node)}`)}</strong>}
      <span className="quiet">{node.note}</span>
      {node.status && node.status !== "released" ? <LotTag status={node.status} /> : null}
      {row.repeated ? <span className="faint">({t("see_above")})</span> : null}
    </span>
  );
}
