import { Link } from "@tanstack/react-router";
import { address, Blank, LotTag, useT } from "../../kit/index.ts";
import { titleOf, useLot } from "../data.ts";
import { BalanceBar } from "../lot/BalanceBar.tsx";
import { countOf } from "../model/balance.ts";
import type { Genealogy } from "../types.ts";

/** The found lot in one strip: code, status, product, dates, balance (which is always that of now, and says so). */
export function Strip({ answer, asOf }: { answer: Genealogy; asOf: string }) {
  const t = useT("trace");
  const { unit } = answer;
  const lot = useLot(unit.code);
  const balance = lot.data?.balance;
  return (
    <section className="strip" aria-label={unit.code}>
      <div className="strip-head">
        <Link to={address("/lot", { code: unit.code })} className="mono strip-code">
          {unit.code}
        </Link>
        <LotTag status={unit.status} expiresOn={unit.expires_on} />
        <div className="strip-title cut">{unit.title || (lot.data && titleOf(lot.data)) || t(`kind.${unit.kind}`)}</div>
      </div>
      <dl className="strip-facts">
        <div>
          <dt>{t("produced_on")}</dt>
          <dd>{unit.produced_on ?? <Blank />}</dd>
        </div>
        <div>
          <dt>{t("expires_on")}</dt>
          <dd>{unit.expires_on ?? <Blank />}</dd>
        </div>
        <div>
          <dt>{t("count_back")}</dt>
          <dd>{countOf(answer, -1) ?? <Blank />}</dd>
        </div>
        <div>
          <dt>{t("count_forward")}</dt>
          <dd>{countOf(answer, 1) ?? <Blank />}</dd>
        </div>
      </dl>
      <div className="strip-balance">
        {asOf && balance ? <div className="faint strip-now">{t("balance_now")}</div> : null}
        {unit.kind === "logistic" ? <span className="faint">{t("balance_none")}</span> : balance ? <BalanceBar balance={balance} legend="telling" /> : null}
      </div>
    </section>
  );
}
