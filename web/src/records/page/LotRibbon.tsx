import { Link } from "@tanstack/react-router";
import type { FormInfo, RecordData } from "../../api/index.ts";
import { address, LotTag, shownStatus, useT } from "../../kit/index.ts";
import { lotsOf } from "./facts.ts";
import { useLots } from "./lots.ts";

/** Says when a lot of this record may not be used: in quarantine, on hold, rejected, recalled, expired. */
export function LotRibbon({ form, record }: { form: FormInfo; record: RecordData }) {
  const t = useT("records");
  const barred = useLots(lotsOf(form, record)).filter((lot) => ["quarantine", "held", "rejected", "recalled", "expired"].includes(shownStatus(lot.status, lot.expires_on)));
  if (barred.length === 0) return null;
  const worst = barred.some((lot) => !["quarantine", "held"].includes(shownStatus(lot.status, lot.expires_on)));
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
