import { CloseOutlined, DownloadOutlined, SearchOutlined } from "@ant-design/icons";
import { Button, Input, Segmented, Select } from "antd";
import { useEffect, useRef, useState } from "react";
import { ProblemBox, useMe } from "../../api/index.ts";
import { LOT_STATUSES, LotTag, Nothing, Page, showDecimal, useIsPhone, usePlace, useT, Waiting } from "../../kit/index.ts";
import { type Pile, SIDES, type Side, type StockAsk, type StockSum, type StockTotals, useStock, workbookAddress } from "./data.ts";
import { PileCards, PileTable } from "./Piles.tsx";
import { SumCards, SumTable } from "./Sums.tsx";
import "./stock.css";

const TYPING_MS = 250;
const EXPIRY_DAYS = [0, 7, 30, 90];
const FILTERS = { q: "", status: "", expiring: "", material: "", place: "" };

/** `/stock`: what is on hand by lot and place, with what expires first before the rest; or summed. */
export function StockScreen() {
  const t = useT("trace");
  const me = useMe();
  const phone = useIsPhone();
  const { search, setSearch } = usePlace();
  const { q = "", status = "", expiring = "", material = "", place = "" } = search;
  const by: Side = SIDES.find((one) => one === search.by) ?? "lot";
  const ask: StockAsk = { by, search: q, status, expiring, material, place };
  const barred = me.data !== undefined && !me.data.abilities.includes("trace");
  const stock = useStock(ask, !barred);
  if (barred) return <Nothing title={t("barred_title")} hint={t("barred_hint")} />;
  const asked = [q, status, expiring, material, place].some(Boolean);
  const narrow = (sum: StockSum): void =>
    setSearch({ by: "", material: sum.material?.id ?? "", place: by === "place" ? (sum.place?.id ?? "none") : place });
  const empty = !stock.pending && !stock.problem && stock.items.length === 0;
  return (
    <Page fill title={t("stock_title")} actions={phone ? undefined : <Export ask={ask} />}>
      <div className="card stock-card">
        <div className="stock-bar">
          <SearchText text={q} onText={(text) => setSearch({ q: text })} />
          <Segmented<Side>
            value={by}
            block={phone}
            aria-label={t("stock_by")}
            onChange={(next) => setSearch({ by: next === "lot" ? "" : next })}
            options={SIDES.map((value) => ({ value, label: t(`stock_by.${value}`) }))}
          />
          <Select
            value={expiring}
            className="stock-expiry"
            aria-label={t("stock_expiring")}
            onChange={(next) => setSearch({ expiring: next })}
            options={[{ value: "", label: t("stock_any_expiry") }, ...EXPIRY_DAYS.map((n) => ({ value: String(n), label: n ? t("stock_within", { n }) : t("stock_today") }))]}
          />
          <Chosen items={stock.items} material={material} place={place} onClear={(key) => setSearch({ [key]: "" })} />
        </div>
        <StatusBar totals={stock.totals} status={status} onStatus={(next) => setSearch({ status: next })} />
        {stock.problem ? <ProblemBox problem={stock.problem} onRetry={stock.again} /> : null}
        {stock.pending && !stock.problem ? <Waiting rows={10} /> : null}
        {empty ? (
          <Nothing title={t(asked ? "stock_none_found" : "stock_none")} hint={asked ? "" : t("stock_none_hint")}>
            {asked ? <Button onClick={() => setSearch(FILTERS)}>{t("clear")}</Button> : null}
          </Nothing>
        ) : null}
        {stock.items.length ? <Rows by={by} phone={phone} stock={stock} onPlace={(id) => setSearch({ place: id })} onSum={narrow} /> : null}
      </div>
    </Page>
  );
}

type Stock = ReturnType<typeof useStock>;

function Rows({ by, phone, stock, onPlace, onSum }: { by: Side; phone: boolean; stock: Stock; onPlace: (id: string) => void; onSum: (sum: StockSum) => void }) {
  if (stock.stale && ("code" in (stock.items[0] ?? {})) !== (by === "lot")) return <Waiting rows={10} />;
  if (by === "lot") {
    const piles = { items: stock.items as Pile[], hasMore: stock.hasMore, more: stock.more };
    return phone ? <PileCards {...piles} /> : <PileTable {...piles} onPlace={onPlace} />;
  }
  const sums = stock.items as StockSum[];
  return phone ? <SumCards items={sums} placed={by === "place"} onOpen={onSum} /> : <SumTable items={sums} placed={by === "place"} onOpen={onSum} />;
}

function Export({ ask }: { ask: StockAsk }) {
  const t = useT("trace");
  return (
    <Button href={workbookAddress(ask)} download icon={<DownloadOutlined />}>
      {t("stock_export")}
    </Button>
  );
}

/** The material and place that are looked at, each to be let go. */
function Chosen({ items, material, place, onClear }: { items: (Pile | StockSum)[]; material: string; place: string; onClear: (key: "material" | "place") => void }) {
  const t = useT("trace");
  const first = items[0];
  const chips: { key: "material" | "place"; shown: string }[] = [];
  if (material) chips.push({ key: "material", shown: first?.title || t("material") });
  if (place) chips.push({ key: "place", shown: place === "none" ? t("stock_nowhere") : first?.place?.title || t("stock_place") });
  return (
    <>
      {chips.map(({ key, shown }) => (
        <Button key={key} className="stock-chosen" aria-label={t("stock_clear_filter", { what: shown })} onClick={() => onClear(key)}>
          {shown} <CloseOutlined />
        </Button>
      ))}
    </>
  );
}

/** How many lots stand in which status, each a filter; and what all of it weighs. */
function StatusBar({ totals, status, onStatus }: { totals: StockTotals | undefined; status: string; onStatus: (status: string) => void }) {
  const t = useT("trace");
  const known = LOT_STATUSES.filter((one) => one !== "void" && (totals?.by_status[one] || one === status));
  return (
    <div className="stock-totals">
      <div className="stock-states" role="group" aria-label={t("status")}>
        <button type="button" aria-pressed={status === ""} onClick={() => onStatus("")}>
          {t("stock_all")}
          {status === "" ? <b>{totals?.lots ?? ""}</b> : null}
        </button>
        {known.map((one) => (
          <button key={one} type="button" aria-pressed={status === one} onClick={() => onStatus(status === one ? "" : one)}>
            <LotTag status={one} />
            <b>{totals?.by_status[one] ?? 0}</b>
          </button>
        ))}
      </div>
      <span className="stock-weights num">
        {totals?.quantities.map((q) => (
          <span key={q.uom}>
            <b>{showDecimal(q.on_hand)}</b> {q.uom}
          </span>
        ))}
      </span>
    </div>
  );
}

/** Asks when the person pauses, not at every key. */
function SearchText({ text, onText }: { text: string; onText: (text: string) => void }) {
  const t = useT("trace");
  const [typed, setTyped] = useState(text);
  const wait = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => () => clearTimeout(wait.current), []);
  const change = (next: string): void => {
    setTyped(next);
    clearTimeout(wait.current);
    wait.current = setTimeout(() => onText(next.trim()), TYPING_MS);
  };
  return (
    <Input
      allowClear
      className="stock-search"
      prefix={<SearchOutlined className="faint" />}
      value={typed}
      placeholder={t("stock_search")}
      aria-label={t("stock_search")}
      onChange={(event) => change(event.target.value)}
      onPressEnter={() => onText(typed.trim())}
    />
  );
}
