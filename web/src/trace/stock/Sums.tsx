import { Blank, LOT_STATUSES, Qty, showDecimal, Tag, useT } from "../../kit/index.ts";
import { STATUS_TONES } from "../../kit/index.ts";
import type { StockSum } from "./data.ts";
import { Expiry } from "./Piles.tsx";

type Sums = { items: StockSum[]; placed: boolean; onOpen: (sum: StockSum) => void };

/** Stock summed by material; by place too, when `placed`. */
export function SumTable({ items, placed, onOpen }: Sums) {
  const t = useT("trace");
  return (
    <div className="stock-box">
      <table className="stock-sums">
        <thead>
          <tr>
            {placed ? <th>{t("stock_place")}</th> : null}
            <th>{t("material")}</th>
            <th className="num">{t("stock_lots")}</th>
            <th className="num">{t("on_hand")}</th>
            <th>{t("status")}</th>
            <th>{t("stock_first")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((sum, n) => (
            <tr key={keyOf(sum)} onClick={() => onOpen(sum)}>
              {placed ? <td className={same(items[n - 1], sum) ? "stock-again" : ""}>{sum.place?.title ?? <span className="faint">{t("stock_nowhere")}</span>}</td> : null}
              <td>
                <button type="button" className="stock-place">
                  {sum.title || <Blank />}
                </button>
              </td>
              <td className="num">{sum.lots}</td>
              <td className="num">
                <b>
                  <Qty value={sum.on_hand} uom={sum.uom} />
                </b>
              </td>
              <td>
                <States sum={sum} />
              </td>
              <td>
                <Expiry day={sum.expires_on} left={sum.days_left} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function keyOf(sum: StockSum): string {
  return `${sum.place?.id ?? sum.place?.title ?? ""} ${sum.material?.id ?? sum.title} ${sum.uom}`;
}

function same(before: StockSum | undefined, sum: StockSum): boolean {
  return before !== undefined && before.place?.title === sum.place?.title;
}

/** How much of it stands in which status. */
function States({ sum }: { sum: StockSum }) {
  const kit = useT("kit");
  const found = LOT_STATUSES.filter((one) => sum.by_status[one]);
  return (
    <span className="stock-by-status">
      {found.map((one) => (
        <Tag key={one} tone={STATUS_TONES[one]}>
          {kit(`status.${one}`)} {showDecimal(sum.by_status[one] ?? "")}
        </Tag>
      ))}
    </span>
  );
}

/** The same for the phone. */
export function SumCards({ items, placed, onOpen }: Sums) {
  const t = useT("trace");
  return (
    <div className="stock-cards">
      {items.map((sum) => (
        <button key={keyOf(sum)} type="button" onClick={() => onOpen(sum)}>
          <span className="cut">{sum.title}</span>
          <b className="num">
            <Qty value={sum.on_hand} uom={sum.uom} />
          </b>
          <States sum={sum} />
          <span className="quiet cut">{placed ? (sum.place?.title ?? t("stock_nowhere")) : null}</span>
        </button>
      ))}
    </div>
  );
}
