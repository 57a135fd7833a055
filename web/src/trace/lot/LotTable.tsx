import { LoadingOutlined } from "@ant-design/icons";
import { Checkbox } from "antd";
import { useEffect, useRef } from "react";
import { Blank, LotTag, type Picked, Qty, StageDot, useRowWindow, useT } from "../../kit/index.ts";
import { onHandOf, titleOf, type useLotList } from "../data.ts";
import { rounded } from "../model/show.ts";
import type { LotFacts } from "../types.ts";

const ROW = 40;

/** The lots of the list, as far as they were read. */
export type Lots = ReturnType<typeof useLotList>;

type TableProps = { lots: Lots; at: number; onOpen: (lot: LotFacts) => void; /** Lots picked for printing. */ picked: Picked };

/** One line for each lot, only those in view drawn. */
export function LotTable({ lots, at, onOpen, picked }: TableProps) {
  const t = useT("trace");
  const box = useRef<HTMLDivElement>(null);
  const { items, hasMore, more } = lots;
  const shown = useRowWindow(box, ROW, items.length);
  const all = picked.ids.size > 0 && picked.ids.size === items.length;
  useEffect(() => {
    if (hasMore && shown.to > items.length - 20) more();
  }, [shown.to, items.length, hasMore, more]);
  useEffect(() => {
    if (at >= 0) box.current?.querySelector(`[data-row="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <div className="lots-box" ref={box} role="grid" aria-rowcount={hasMore ? -1 : items.length + 1} tabIndex={0}>
      <div className="lots-row lots-head" role="row">
        <span role="columnheader">
          <Checkbox aria-label={t("lots_pick_all")} checked={all} indeterminate={picked.ids.size > 0 && !all} onChange={() => picked.all(items.map((one) => one.id))} />
        </span>
        {(["lot", "material", "status", "stage", "produced_on", "expires_on", "on_hand", "supplier_lot"] as const).map((column) => (
          <span key={column} role="columnheader" className={column === "on_hand" ? "num" : ""}>
            {t(column)}
          </span>
        ))}
      </div>
      <div className="lots-rows" style={{ height: items.length * ROW }}>
        {items.slice(shown.from, shown.to).map((lot, n) => (
          <LotRow key={lot.id} lot={lot} index={shown.from + n} here={shown.from + n === at} onOpen={onOpen} picked={picked.ids.has(lot.id)} onPick={picked.toggle} />
        ))}
      </div>
      {hasMore ? (
        <div className="lots-more">
          <LoadingOutlined /> {t("loading_more")}
        </div>
      ) : null}
    </div>
  );
}

type RowProps = { lot: LotFacts; index: number; here: boolean; onOpen: (lot: LotFacts) => void; picked: boolean; onPick: (id: string) => void };

function LotRow({ lot, index, here, onOpen, picked, onPick }: RowProps) {
  const t = useT("trace");
  const kit = useT("kit");
  return (
    <div role="row" data-row={index} aria-selected={here} className={here ? "lots-row lots-item here" : "lots-row lots-item"} style={{ top: index * ROW }} onClick={() => onOpen(lot)}>
      <span role="gridcell" onClick={(event) => event.stopPropagation()}>
        <Checkbox aria-label={t("lots_pick", { code: lot.code })} checked={picked} onChange={() => onPick(lot.id)} />
      </span>
      <span role="gridcell" className="mono cut">
        {lot.code}
      </span>
      <span role="gridcell" className="cut">
        <Called lot={lot} />
      </span>
      <span role="gridcell">
        <LotTag status={lot.status} expiresOn={lot.expires_on} />
      </span>
      <span role="gridcell" className="lots-stage">
        {lot.stage ? (
          <>
            <StageDot stage={lot.stage} /> {kit(`stage.${lot.stage}`)}
          </>
        ) : (
          <Blank />
        )}
      </span>
      <span role="gridcell">{lot.produced_on ?? <Blank />}</span>
      <span role="gridcell">{lot.expires_on ?? <Blank />}</span>
      <span role="gridcell" className="num">
        <OnHand lot={lot} />
      </span>
      <span role="gridcell" className="mono cut">
        {lot.supplier_lot ?? <Blank />}
      </span>
    </div>
  );
}

/** The material, or what it is where it has none. */
export function Called({ lot }: { lot: LotFacts }) {
  const t = useT("trace");
  return titleOf(lot) || <span className="faint">{t(`kind.${lot.kind}`)}</span>;
}

/** What is on hand of a lot. */
export function OnHand({ lot }: { lot: LotFacts }) {
  const onHand = onHandOf(lot);
  return onHand === null ? <Blank /> : <Qty value={rounded(onHand)} uom={lot.uom} />;
}
