import { Icon, LotTag, StageDot, useLabel, useT } from "../../kit/index.ts";
import type { Hit } from "./hits.ts";
import "./search.css";

/** One answer: what it is, its name, what tells it from others. */
export function HitRow({ hit }: { hit: Hit }) {
  const t = useT("trace");
  const label = useLabel();
  const isLot = hit.code !== null && hit.group !== "serial";
  const lots = hit.lots.length ? t("hit_lots", { lots: hit.lots.slice(0, 2).join(", ") + (hit.lots.length > 2 ? " …" : "") }) : "";
  return (
    <>
      <span className="hit-icon">{isLot ? <StageDot stage={hit.stage} /> : <Icon name={hit.icon || "form"} />}</span>
      <span className={isLot || hit.group === "serial" ? "mono cut" : "cut"}>{hit.title}</span>
      <span className="faint cut">{[label(hit.form_label), hit.hint, lots].filter(Boolean).join(" · ")}</span>
      {hit.status ? <LotTag status={hit.status} expiresOn={hit.expires_on} /> : <span className="hit-group">{t(`hit.${hit.group}`)}</span>}
    </>
  );
}
