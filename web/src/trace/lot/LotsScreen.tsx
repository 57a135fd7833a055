import { SearchOutlined } from "@ant-design/icons";
import { Button, Checkbox, Input, Select } from "antd";
import { useEffect, useRef, useState } from "react";
import { ProblemBox, useMe } from "../../api/index.ts";
import { LOT_STATUSES, LotTag, Nothing, Page, useHotkeys, useIsPhone, usePicked, usePlace, useT, Waiting } from "../../kit/index.ts";
import { onHandOf, useLotList } from "../data.ts";
import type { LotFacts } from "../types.ts";
import { LotPrint } from "./LotPrint.tsx";
import { Called, type Lots, LotTable, OnHand } from "./LotTable.tsx";
import "./lot.css";

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
  const picked = usePicked([q, status, stage, stock].join("|"));
  const codes = lots.items.filter((one) => picked.ids.has(one.id)).map((one) => one.code);
  const [at, setAt] = useState(-1);
  const open = (lot: LotFacts | undefined): void => (lot ? place.go("/lot", { code: lot.code }) : undefined);
  useHotkeys({
    j: () => setAt((now) => Math.min(lots.items.length - 1, now + 1)),
    k: () => setAt((now) => Math.max(0, now - 1)),
    Enter: () => open(lots.items[at]),
    x: () => (lots.items[at] ? picked.toggle(lots.items[at].id) : undefined),
  });
  if (me.data && !me.data.abilities.includes("trace")) return <Nothing title={t("barred_title")} hint={t("barred_hint")} />;
  const empty = !lots.pending && !lots.problem && lots.items.length === 0;
  return (
    <Page fill title={t("lots_title")} actions={codes.length ? <LotPrint codes={codes} onPrinted={picked.none} /> : null}>
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
        {lots.items.length ? phone ? <LotCards lots={lots} onOpen={open} /> : <LotTable lots={lots} at={at} onOpen={open} picked={picked} /> : null}
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
