import { Link } from "@tanstack/react-router";
import type { FormInfo, RecordData } from "../../api/index.ts";
import { address, LotTag, shownStatus, useT } from "../../kit/index.ts";
import { lotsOf } from "./facts.ts";
import { useLots } from "./lots.ts";

/** Says when a lot of this record is on hold, rejected or recalled. */
export function LotRibbon({ form, record }: { form: FormInfo; record: RecordData }) {
  const t = useT("records");
  const barred = useLots(lotsOf(form, record)).filter((lot) => ["held", "rejected", "recalled"].includes(shownStatus(lot.status, lot.expires_on)));
  if (barred.length === 0) return null;
  const worst = barred.some((lot) => lot.status !== "held");
  return (
    <div className={worst ? "ribbon ribbon-red" : "ribbon ribbon-amber"} role="status">
      {t("lots_barred")}
      {barred.map((lot) => (
        <span key={lot.code}>
          <Link to={address("/lot", { code: lot.code })} className="mono">
            {lot.code}
          </Link>{" "}
          <LotTag status={lot.status} expiresOn={lot.expires_on} />
        </span>
      ))}
    </div>
  );
}
