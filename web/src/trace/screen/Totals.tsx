import { useMemo } from "react";
import { Blank, StageDot, useLang, useT } from "../../kit/index.ts";
import type { Chain } from "../model/chain.ts";
import { quantityText, shareText } from "../model/show.ts";
import { totalsOf } from "../model/table.ts";

/** Totals by stage and material, back and forward. */
export function Totals({ chain }: { chain: Chain }) {
  const t = useT("trace");
  const kit = useT("kit");
  const lang = useLang();
  const totals = useMemo(() => totalsOf(chain), [chain]);
  if (totals.length === 0) return null;
  return (
    <section className="totals">
      <h2 className="panel-part">{t("totals")}</h2>
      <table className="tree">
        <thead>
          <tr>
            <th scope="col">{t("direction")}</th>
            <th scope="col">{t("stage")}</th>
            <th scope="col">{t("material")}</th>
            <th className="num" scope="col">
              {t("lots_count")}
            </th>
            <th className="num" scope="col">
              {t("quantity_all")}
            </th>
            <th className="num" scope="col">
              {t("amount")}
            </th>
            <th className="num" scope="col">
              {t("share")}
            </th>
          </tr>
        </thead>
        <tbody>
          {totals.map((total) => (
            <tr key={`${total.side} ${total.stage} ${total.title} ${total.uom}`}>
              <td>{t(total.side)}</td>
              <td>
                <span className="tree-card">
                  <StageDot stage={total.stage} />
                  {kit(`stage.${total.stage}`)}
                </span>
              </td>
              <td>{total.title || <Blank />}</td>
              <td className="num">{total.count}</td>
              <td className="num">{total.quantity === null ? <Blank /> : quantityText(total.quantity, total.uom)}</td>
              <td className="num">{total.amount === null ? <Blank /> : quantityText(total.amount, total.amountUom)}</td>
              <td className="num">{total.share === null || total.side === "forward" ? <Blank /> : shareText(total.share, lang)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
