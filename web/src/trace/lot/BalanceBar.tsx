import type { Balance } from "../../api/index.ts";
import { showDecimal, useT } from "../../kit/index.ts";
import { type BalancePart, slicesOf } from "../model/balance.ts";
import { rounded } from "../model/show.ts";
import "./balance.css";

/** The balance bar: what became of all that came in; its legend names what is not zero, and what is on hand. Packed is hatched. */
export function BalanceBar({ balance, legend }: { balance: Balance; legend: "none" | "telling" }) {
  const t = useT("trace");
  const slices = slicesOf(balance);
  const told = slices.filter((slice) => slice.part === "on_hand" || Number(slice.value) !== 0);
  const inWords = told.map((slice) => `${t(`part.${slice.part}`)} ${showDecimal(slice.value)} ${balance.uom}`).join(", ");
  const packed = Number(balance.packed ?? 0);
  const onHand = Number(balance.on_hand);
  return (
    <div className="balance">
      <div className="balance-bar" role="img" aria-label={inWords}>
        {slices.map((slice) =>
          slice.length > 0 ? (
            <div key={slice.part} className={`balance-part part-${slice.part}`} style={{ flexGrow: slice.length }} title={`${t(`part.${slice.part}`)} ${showDecimal(slice.value)} ${balance.uom}`}>
              {slice.part === "on_hand" && packed > 0 ? <div className="balance-packed" style={{ width: `${(packed / onHand) * 100}%` }} /> : null}
            </div>
          ) : null,
        )}
      </div>
      {legend === "telling" ? (
        <div className="balance-legend">
          {told.map((slice) => (
            <Figure key={slice.part} part={slice.part} value={slice.value} uom={balance.uom} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

function Figure({ part, value, uom }: { part: BalancePart; value: string; uom: string }) {
  const t = useT("trace");
  return (
    <span className={Number(value) === 0 ? "balance-figure nothing-in-it" : "balance-figure"}>
      <span className={`balance-dot part-${part}`} aria-hidden="true" />
      {t(`part.${part}`)}{" "}
      <b>
        {rounded(value)} {uom}
      </b>
    </span>
  );
}
