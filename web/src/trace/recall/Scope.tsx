import { NodeIndexOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { type ReactNode, useMemo, useState } from "react";
import { address, LotLink, LotTag, Qty, StageDot, useLang, usePlace, useT } from "../../kit/index.ts";
import { rounded, shareText } from "../model/show.ts";
import type { ReachedLot, Scope, Total } from "./data.ts";

const PAGE = 200;
const ORDER = ["receipt", "production", "inspection", "packing", "shipment"];

/** How far it reaches, in five figures. */
export function ScopeTiles({ scope }: { scope: Scope }) {
  const t = useT("trace");
  const figure = (part: keyof Omit<Total, "uom">): ReactNode =>
    scope.totals.length ? scope.totals.map((total) => <Qty key={total.uom} value={rounded(total[part])} uom={total.uom} />) : <Qty value={0} />;
  const back = scope.totals.filter((total) => Number(total.returned) > 0);
  return (
    <div className="recall-tiles">
      <Tile label={t("recall_lots")} hint={scope.blocked ? t("recall_blocked", { n: scope.blocked }) : ""}>
        {scope.lots.length}
      </Tile>
      <Tile label={t("recall_affected")}>{figure("affected")}</Tile>
      <Tile label={t("recall_on_hand")}>{figure("on_hand")}</Tile>
      <Tile label={t("recall_out")} hint={back.length ? t("recall_returned", { quantity: back.map((one) => `${rounded(one.returned)} ${one.uom}`).join(" + ") }) : ""}>
        {figure("out")}
      </Tile>
      <Tile label={t("recall_customers")}>{scope.customers.length}</Tile>
    </div>
  );
}

function Tile({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className="recall-tile">
      <span className="recall-tile-label">{label}</span>
      <span className="recall-tile-value">{children}</span>
      {hint ? <span className="faint">{hint}</span> : null}
    </div>
  );
}

/** Every lot reached, by stage, with the reason it is in. */
export function ScopeLots({ scope }: { scope: Scope }) {
  const t = useT("trace");
  const kit = useT("kit");
  const place = usePlace();
  const stages = useMemo(() => byStage(scope.lots), [scope.lots]);
  const start = scope.triggers[0] ?? "";
  return (
    <>
      <div className="recall-bar">
        {scope.lots.length === scope.triggers.length ? <span className="quiet">{t("recall_empty")}</span> : <span />}
        <Button icon={<NodeIndexOutlined />} onClick={() => place.go("/trace", { code: start, direction: "forward" })}>
          {t("recall_graph")}
        </Button>
      </div>
      {stages.map(([stage, lots]) => (
        <section key={stage} className="card recall-stage">
          <h3>
            <StageDot stage={stage} size={10} /> {kit(`stage.${stage}`)} <span className="faint">{lots.length}</span>
          </h3>
          <StageLots lots={lots} />
        </section>
      ))}
    </>
  );
}

function byStage(lots: ReachedLot[]): [string, ReachedLot[]][] {
  const groups = new Map<string, ReachedLot[]>();
  for (const lot of lots) {
    const stage = lot.stage ?? "production";
    const group = groups.get(stage);
    if (group) group.push(lot);
    else groups.set(stage, [lot]);
  }
  const rank = (stage: string): number => (ORDER.includes(stage) ? ORDER.indexOf(stage) : ORDER.length);
  return [...groups].sort(([a], [b]) => rank(a) - rank(b));
}

function StageLots({ lots }: { lots: ReachedLot[] }) {
  const t = useT("trace");
  const [most, setMost] = useState(PAGE);
  const left = lots.length - most;
  return (
    <div className="recall-lots" role="table">
      <div className="recall-lot recall-lot-head" role="row">
        {(["lot", "status", "recall_why", "recall_here", "recall_where"] as const).map((key) => (
          <span key={key} role="columnheader" className={key === "recall_here" ? "num" : ""}>
            {t(key)}
          </span>
        ))}
      </div>
      {lots.slice(0, most).map((lot) => (
        <LotLine key={lot.id} lot={lot} />
      ))}
      {left > 0 ? (
        <Button type="link" onClick={() => setMost(most + PAGE)}>
          {t("recall_more", { n: Math.min(PAGE, left), left })}
        </Button>
      ) : null}
    </div>
  );
}

function LotLine({ lot }: { lot: ReachedLot }) {
  const t = useT("trace");
  return (
    <div className="recall-lot" role="row">
      <span role="cell" className="recall-lot-name">
        <LotLink code={lot.code} />
        <span className="quiet cut">{lot.title || t(`kind.${lot.kind}`)}</span>
      </span>
      <span role="cell">
        <LotTag status={lot.status} expiresOn={lot.expires_on} />
      </span>
      <span role="cell">
        <WhyIn lot={lot} />
      </span>
      <span role="cell" className="num">
        {lot.kind === "logistic" ? t("recall_containers", { n: rounded(lot.on_hand) }) : <Qty value={rounded(lot.on_hand)} uom={lot.uom} />}
      </span>
      <span role="cell" className="quiet cut">
        {Number(lot.on_hand) > 0 ? lot.place : ""}
      </span>
    </div>
  );
}

/** "ate RM-17, 12.4 kg · 31 % doubtful", with the record that says so. */
export function WhyIn({ lot }: { lot: ReachedLot }) {
  const t = useT("trace");
  const lang = useLang();
  const { why } = lot;
  if (!why.through) return <b>{t("recall_why_start")}</b>;
  const share = why.share === null ? "" : shareText(why.share, lang);
  const said = (
    <>
      {t(lot.kind === "logistic" ? "recall_why_holds" : "recall_why_ate", { code: why.through })}
      {why.quantity ? `, ${rounded(why.quantity)} ${why.uom ?? ""}` : ""}
    </>
  );
  return (
    <>
      {why.form && why.record ? (
        <Link to={address(`/f/${why.form}/${why.record}`)} title={why.record_title ?? ""}>
          {said}
        </Link>
      ) : (
        said
      )}
      {share ? <span className="faint recall-share">{t("recall_share", { share })}</span> : null}
    </>
  );
}
