import { LoadingOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { Blank, LotTag, Qty, showDecimal, usePlace, useRowWindow, useT } from "../../kit/index.ts";
import { nearness, type Pile } from "./data.ts";

const ROW = 40;
type Piles = { items: Pile[]; hasMore: boolean; more: () => void };

/** Lots at their places, one line each. */
export function PileTable({ items, hasMore, more, onPlace }: Piles & { onPlace: (id: string) => void }) {
  const t = useT("trace");
  const box = useRef<HTMLDivElement>(null);
  const shown = useRowWindow(box, ROW, items.length);
  useEffect(() => {
    if (hasMore && shown.to > items.length - 20) more();
  }, [shown.to, items.length, hasMore, more]);
  return (
    <div className="stock-box" ref={box} role="grid" aria-rowcount={hasMore ? -1 : items.length + 1} tabIndex={0}>
      <div className="stock-row stock-head" role="row">
        {(["lot", "material", "status", "stock_place", "expires_on", "on_hand", "stock_free", "supplier_lot"] as const).map((column) => (
          <span key={column} role="columnheader" className={column === "on_hand" || column === "stock_free" ? "num" : ""}>
            {t(column)}
          </span>
        ))}
      </div>
      <div className="stock-rows" style={{ height: items.length * ROW }}>
        {items.slice(shown.from, shown.to).map((pile, n) => (
          <PileRow key={`${pile.code} ${pile.place?.id ?? pile.place?.title ?? ""}`} pile={pile} index={shown.from + n} onPlace={onPlace} />
        ))}
      </div>
      {hasMore ? (
        <div className="stock-more">
          <LoadingOutlined /> {t("loading_more")}
        </div>
      ) : null}
    </div>
  );
}

function PileRow({ pile, index, onPlace }: { pile: Pile; index: number; onPlace: (id: string) => void }) {
  const t = useT("trace");
  const { go } = usePlace();
  const packed = Number(pile.on_hand) - Number(pile.free);
  const inside = packed > 0 ? t("stock_packed", { q: showDecimal(String(packed)), uom: pile.uom }) : undefined;
  return (
    <div role="row" className={`stock-row stock-item stock-${pile.status}`} style={{ top: index * ROW }} onClick={() => go("/lot", { code: pile.code })}>
      <span role="gridcell" className="mono cut">
        {pile.code}
      </span>
      <span role="gridcell" className="cut">
        {pile.title || <Blank />}
      </span>
      <span role="gridcell">
        <LotTag status={pile.status} />
      </span>
      <span role="gridcell" className="cut">
        <PlaceName pile={pile} onPlace={onPlace} />
      </span>
      <span role="gridcell">
        <Expiry day={pile.expires_on} left={pile.days_left} />
      </span>
      <span role="gridcell" className="num">
        <Qty value={pile.on_hand} uom={pile.uom} />
      </span>
      <span role="gridcell" className="num" title={inside}>
        <Free pile={pile} />
      </span>
      <span role="gridcell" className="mono cut">
        {pile.supplier_lot ?? <Blank />}
      </span>
    </div>
  );
}

/** What may be taken; nothing of a lot that is not released. */
function Free({ pile }: { pile: Pile }) {
  const t = useT("trace");
  if (pile.status !== "released") return <span className="stock-stopped">{t("stock_stopped")}</span>;
  return (
    <span className={pile.free === pile.on_hand ? "" : "stock-less"}>
      <Qty value={pile.free} uom={pile.uom} />
    </span>
  );
}

function PlaceName({ pile, onPlace }: { pile: Pile; onPlace: (id: string) => void }) {
  const t = useT("trace");
  if (!pile.place) return <span className="faint">{t("stock_nowhere")}</span>;
  const { id, title } = pile.place;
  if (!id) return <>{title}</>;
  return (
    <button
      type="button"
      className="stock-place"
      onClick={(event) => {
        event.stopPropagation();
        onPlace(id);
      }}
    >
      {title}
    </button>
  );
}

/** The last day and how far it is; amber within a month, red within a week and after. */
export function Expiry({ day, left }: { day: string | null; left: number | null }) {
  const t = useT("trace");
  if (!day) return <Blank />;
  const near = nearness(left);
  return (
    <span className="stock-day">
      <span>{day}</span>
      {near === "far" || left === null ? null : (
        <span className={`stock-left stock-left-${near}`}>{left < 0 ? t("stock_over", { n: -left }) : left === 0 ? t("stock_today") : t("stock_days", { n: left })}</span>
      )}
    </span>
  );
}

/** The same for the phone. */
export function PileCards({ items, hasMore, more }: Piles) {
  const t = useT("trace");
  const { go } = usePlace();
  return (
    <div className="stock-cards">
      {items.map((pile) => (
        <button key={`${pile.code} ${pile.place?.title ?? ""}`} type="button" className={`stock-${pile.status}`} onClick={() => go("/lot", { code: pile.code })}>
          <span className="mono cut">{pile.code}</span>
          <LotTag status={pile.status} />
          <span className="cut">{pile.title}</span>
          <b className="num">
            <Qty value={pile.on_hand} uom={pile.uom} />
          </b>
          <span className="quiet cut">{pile.place?.title ?? t("stock_nowhere")}</span>
          <span className="stock-card-day">
            <Expiry day={pile.expires_on} left={pile.days_left} />
          </span>
        </button>
      ))}
      {hasMore ? (
        <Button block type="text" onClick={more}>
          {t("more", { ns: "kit" })}
        </Button>
      ) : null}
    </div>
  );
}
