import { LoadingOutlined, SearchOutlined } from "@ant-design/icons";
import { Button, Checkbox, Input, Select } from "antd";
import { useEffect, useRef, useState } from "react";
import { ProblemBox, useMe } from "../../api/index.ts";
import { Blank, LOT_STATUSES, LotTag, Nothing, Page, Qty, StageDot, useHotkeys, useIsPhone, usePlace, useRowWindow, useT, Waiting } from "../../kit/index.ts";
import { onHandOf, titleOf, useLotList } from "../data.ts";
import { rounded } from "../model/show.ts";
import type { LotFacts } from "../types.ts";
import "./lot.css";

const ROW = 40;
/** Stages lots stand in; suppliers, shipments and customers are not lots. */
const LOT_STAGES = ["receipt", "production", "inspection", "packing"];
const TYPING_MS = 250;

/** `/lots`: all lots, newest first, by text and status. */
export function LotsScreen() {
  const t = useT("trace");
  const kit = useT("kit");
  const me = useMe();
  const place = usePlace();
  const phone = useIsPhone();
  const { q = "", status = "", stage = "", stock = "" } = place.search;
  const lots = useLotList({ search: q, status, stage, in_stock: stock === "" ? undefined : true });
  const [at, setAt] = useState(-1);
  const open = (lot: LotFacts | undefined): void => (lot ? place.go("/lot", { code: lot.code }) : undefined);
  useHotkeys({
    j: () => setAt((now) => Math.min(lots.items.length - 1, now + 1)),
    k: () => setAt((now) => Math.max(0, now - 1)),
    Enter: () => open(lots.items[at]),
  });
  if (me.data && !me.data.abilities.includes("trace")) return <Nothing title={t("barred_title")} hint={t("barred_hint")} />;
  const empty = !lots.pending && !lots.problem && lots.items.length === 0;
  return (
    <Page fill title={t("lots_title")}>
      <div className="card lots-card">
        <div className="lots-bar">
          <SearchText text={q} onText={(text) => place.setSearch({ q: text })} />
          <Select
            value={status}
            onChange={(next) => place.setSearch({ status: next })}
            aria-label={t("status")}
            style={{ width: 140 }}
            options={[{ value: "", label: t("any_status") }, ...LOT_STATUSES.map((value) => ({ value, label: <LotTag status={value} /> }))]}
          />
          <Select
            value={stage}
            onChange={(next) => place.setSearch({ stage: next })}
            aria-label={t("stage")}
            style={{ width: 140 }}
            options={[{ value: "", label: t("any_stage") }, ...LOT_STAGES.map((value) => ({ value, label: kit(`stage.${value}`) }))]}
          />
          <Checkbox checked={stock !== ""} onChange={(event) => place.setSearch({ stock: event.target.checked ? "1" : "" })}>
            {t("in_stock")}
          </Checkbox>
        </div>
        {lots.problem ? <ProblemBox problem={lots.problem} onRetry={lots.again} /> : null}
        {lots.pending && !lots.problem ? <Waiting rows={10} /> : null}
        {empty ? <NoLots asked={[q, status, stage, stock].some(Boolean)} onClear={() => place.setSearch({ q: "", status: "", stage: "", stock: "" })} /> : null}
        {lots.items.length ? phone ? <LotCards lots={lots} onOpen={open} /> : <LotTable lots={lots} at={at} onOpen={open} /> : null}
      </div>
    </Page>
  );
}

/** Asks when the person pauses, not at every key. */
function SearchText({ text, onText }: { text: string; onText: (text: string) => void }) {
  const t = useT("trace");
  const [typed, setTyped] = useState(text);
  const wait = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => () => clearTimeout(wait.current), []);
  return (
    <Input
      allowClear
      prefix={<SearchOutlined className="faint" />}
      value={typed}
      placeholder={t("search_lots")}
      aria-label={t("search_lots")}
      onChange={(event) => {
        const next = event.target.value;
        setTyped(next);
        clearTimeout(wait.current);
        wait.current = setTimeout(() => onText(next.trim()), TYPING_MS);
      }}
      onPressEnter={() => onText(typed.trim())}
    />
  );
}

function NoLots({ asked, onClear }: { asked: boolean; onClear: () => void }) {
  const t = useT("trace");
  if (!asked) return <Nothing title={t("none_yet")} hint={t("none_yet_hint")} />;
  return (
    <Nothing title={t("none_found")} hint={t("none_found_hint")}>
      <Button onClick={onClear}>{t("clear")}</Button>
    </Nothing>
  );
}

type Lots = ReturnType<typeof useLotList>;

function LotTable({ lots, at, onOpen }: { lots: Lots; at: number; onOpen: (lot: LotFacts) => void }) {
  const t = useT("trace");
  const box = useRef<HTMLDivElement>(null);
  const { items, hasMore, more } = lots;
  const shown = useRowWindow(box, ROW, items.length);
  useEffect(() => {
    if (hasMore && shown.to > items.length - 20) more();
  }, [shown.to, items.length, hasMore, more]);
  useEffect(() => {
    if (at >= 0) box.current?.querySelector(`[data-row="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <div className="lots-box" ref={box} role="grid" aria-rowcount={hasMore ? -1 : items.length + 1} tabIndex={0}>
      <div className="lots-row lots-head" role="row">
        {(["lot", "material", "status", "stage", "produced_on", "expires_on", "on_hand", "supplier_lot"] as const).map((column) => (
          <span key={column} role="columnheader" className={column === "on_hand" ? "num" : ""}>
            {t(column)}
          </span>
        ))}
      </div>
      <div className="lots-rows" style={{ height: items.length * ROW }}>
        {items.slice(shown.from, shown.to).map((lot, n) => (
          <LotRow key={lot.id} lot={lot} index={shown.from + n} here={shown.from + n === at} onOpen={onOpen} />
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

function LotRow({ lot, index, here, onOpen }: { lot: LotFacts; index: number; here: boolean; onOpen: (lot: LotFacts) => void }) {
  const kit = useT("kit");
  return (
    <div role="row" data-row={index} aria-selected={here} className={here ? "lots-row lots-item here" : "lots-row lots-item"} style={{ top: index * ROW }} onClick={() => onOpen(lot)}>
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
function Called({ lot }: { lot: LotFacts }) {
  const t = useT("trace");
  return titleOf(lot) || <span className="faint">{t(`kind.${lot.kind}`)}</span>;
}

function OnHand({ lot }: { lot: LotFacts }) {
  const onHand = onHandOf(lot);
  return onHand === null ? <Blank /> : <Qty value={rounded(onHand)} uom={lot.uom} />;
}

function LotCards({ lots, onOpen }: { lots: Lots; onOpen: (lot: LotFacts) => void }) {
  const t = useT("trace");
  return (
    <div className="lots-cards">
      {lots.items.map((lot) => (
        <button key={lot.id} type="button" onClick={() => onOpen(lot)}>
          <span className="mono cut">{lot.code}</span>
          <LotTag status={lot.status} expiresOn={lot.expires_on} />
          <span className="quiet cut">
            <Called lot={lot} />
          </span>
          <span className="num">{onHandOf(lot) === null ? null : <OnHand lot={lot} />}</span>
        </button>
      ))}
      {lots.hasMore ? (
        <Button block type="text" onClick={lots.more}>
          {t("more", { ns: "kit" })}
        </Button>
      ) : null}
    </div>
  );
}
