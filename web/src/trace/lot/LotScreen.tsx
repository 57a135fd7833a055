import { NodeIndexOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { may, ProblemBox, useForm, useMe } from "../../api/index.ts";
import { Blank, Code, Fact, LotTag, Nothing, Page, Qty, shownStatus, StageDot, useHotkeys, usePlace, useT, Waiting } from "../../kit/index.ts";
import { titleOf, useLot, useTrace } from "../data.ts";
import { Statement } from "../beside/Statement.tsx";
import { Beside } from "../beside/Beside.tsx";
import { LotBadge } from "../map/LotBadge.tsx";
import { QrCard } from "../passport/QrCard.tsx";
import { RecallButton } from "../recall/RecallButton.tsx";
import { ReportButton } from "../report/ReportButton.tsx";
import { accounted, cameIn } from "../model/balance.ts";
import { rounded } from "../model/show.ts";
import type { Inside, LotFacts } from "../types.ts";
import { BalanceBar } from "./BalanceBar.tsx";
import { LotPrint } from "./LotPrint.tsx";
import { Origin } from "./Origin.tsx";
import { StatusDialog, STATUS_FORM } from "./StatusDialog.tsx";
import { Story } from "./Story.tsx";
import "../shared.css";
import "./lot.css";

/** `/lot?code=`: one lot. */
export function LotScreen() {
  const t = useT("trace");
  const place = usePlace();
  const code = place.search.code ?? "";
  const me = useMe();
  const lot = useLot(code);
  if (me.data && !me.data.abilities.includes("trace")) return <Nothing title={t("barred_title")} hint={t("barred_hint")} />;
  if (code === "") return <Nothing title={t("none_found")} hint={<Link to="/lots">{t("lots_title")}</Link>} />;
  if (lot.error) return <ProblemBox problem={lot.error} onRetry={() => void lot.refetch()} />;
  if (!lot.data) return <Waiting rows={10} />;
  return <OneLot key={lot.data.code} lot={lot.data} />;
}

function OneLot({ lot }: { lot: LotFacts }) {
  const t = useT("trace");
  const place = usePlace();
  const trace = (): void => place.go("/trace", { code: lot.code });
  useHotkeys({ t: trace });
  return (
    <Page
      title={
        <span className="lot-title">
          <StageDot stage={lot.stage} size={10} /> <Code>{lot.code}</Code> <LotTag status={lot.status} expiresOn={lot.expires_on} /> <LotBadge code={lot.code} />
        </span>
      }
      aside={titleOf(lot)}
      onBack={place.back}
      actions={
        <>
          <ReportButton code={lot.code} />
          <LotPrint codes={[lot.code]} />
          <RecallButton code={lot.code} />
          <StatusActs lot={lot} />
          <Button type="primary" icon={<NodeIndexOutlined />} onClick={trace}>
            {t("find")}
          </Button>
        </>
      }
    >
      <Ribbon lot={lot} />
      <div className="lot-grid">
        <div className="lot-main">
          <Facts lot={lot} />
          <BalanceCard lot={lot} />
          <Contents title="contents" of={lot.code} empty={t("contents_none")} items={lot.kind === "logistic" ? lot.contents : undefined} />
          <Contents title="inside" of={lot.code} empty="" items={lot.inside?.length ? lot.inside : undefined} />
          <section className="card lot-card">
            <h2>{t("beside")}</h2>
            <Beside code={lot.code} only={[]} />
          </section>
          <QrCard lot={lot} />
        </div>
        <Happened lot={lot} />
      </div>
    </Page>
  );
}

/** Hold and release, for those who may. */
function StatusActs({ lot }: { lot: LotFacts }) {
  const t = useT("trace");
  const form = useForm(STATUS_FORM);
  const [to, setTo] = useState("");
  if (!may(form.data, "submit")) return null;
  const shown = shownStatus(lot.status);
  return (
    <>
      {shown === "released" || shown === "quarantine" ? <Button onClick={() => setTo("held")}>{t("hold")}</Button> : null}
      {shown !== "released" ? <Button onClick={() => setTo("released")}>{t("release")}</Button> : null}
      {to ? <StatusDialog lot={lot} to={to} onClose={() => setTo("")} /> : null}
    </>
  );
}

function Ribbon({ lot }: { lot: LotFacts }) {
  const t = useT("trace");
  const shown = shownStatus(lot.status, lot.expires_on);
  if (shown === "released" || shown === "quarantine") return null;
  return (
    <div className={shown === "held" ? "banner banner-amber lot-ribbon" : "banner banner-red lot-ribbon"} role="status">
      <LotTag status={lot.status} expiresOn={lot.expires_on} /> {t("status_hint_short")}
    </div>
  );
}

function Facts({ lot }: { lot: LotFacts }) {
  const t = useT("trace");
  return (
    <section className="card lot-card">
      <div className="lot-facts">
        <Fact label={t("kind")}>{t(`kind.${lot.kind}`)}</Fact>
        {lot.kind === "logistic" ? null : (
          <>
            <Fact label={t("material")}>{titleOf(lot) || <Blank />}</Fact>
            <Fact label={t("produced_on")}>{lot.produced_on ?? <Blank />}</Fact>
            <Fact label={t("expires_on")}>{lot.expires_on ?? <Blank />}</Fact>
            <Fact label={t("supplier_lot")}>{lot.supplier_lot ? <Code>{lot.supplier_lot}</Code> : <Blank />}</Fact>
          </>
        )}
        <Fact label={t("place")}>{lot.place || <Blank />}</Fact>
      </div>
      <dl className="facts lot-origin">
        <Origin lot={lot} />
        {lot.identifiers?.length ? (
          <>
            <dt>{t("identifiers")}</dt>
            <dd>
              {lot.identifiers.map((identifier) => (
                <div key={identifier.value}>
                  <Code>{identifier.value}</Code> <span className="faint">{identifier.scheme.toUpperCase()}</span>
                </div>
              ))}
            </dd>
          </>
        ) : null}
      </dl>
    </section>
  );
}

/** received + made = used + shipped + on hand + lost + sampled + unexplained. */
function BalanceCard({ lot }: { lot: LotFacts }) {
  const t = useT("trace");
  const { balance } = lot;
  if (lot.kind === "logistic") return <section className="card lot-card faint">{t("balance_none")}</section>;
  if (!balance || accounted(balance) === null) return null;
  const good = Number(balance.unexplained) === 0;
  const quantity = (value: string | undefined): string => `${rounded(value ?? "0")} ${balance.uom}`;
  return (
    <section className="card lot-card">
      <div className="lot-card-head">
        <h2>{t("balance")}</h2>
        <span className={good ? "quiet" : "lot-bad"}>{good ? t("balance_good") : t("balance_bad", { quantity: quantity(balance.unexplained) })}</span>
      </div>
      <BalanceBar balance={balance} legend="none" />
      <div className="equation">
        {(["received", "made"] as const).map((part, n) => (
          <Term key={part} sign={n ? "+" : ""} name={t(`part.${part}`)} value={balance[part]} />
        ))}
        {(["used", "shipped", "on_hand", "lost", "sampled", "unexplained"] as const).map((part, n) => (
          <Term key={part} part={part} sign={n ? "+" : "="} name={t(`part.${part}`)} value={balance[part]} />
        ))}
        <span className="faint equation-uom">
          {t("all_in", { quantity: quantity(cameIn(balance)) })}
        </span>
      </div>
      {Number(balance.packed ?? 0) > 0 ? <p className="quiet">{t("packed_of", { quantity: quantity(balance.packed) })}</p> : null}
      <Statement lot={lot} balance={balance} />
    </section>
  );
}

function Term({ sign, name, value, part }: { sign: string; name: string; value: string; part?: string }) {
  return (
    <>
      {sign ? <span className="equation-sign">{sign}</span> : null}
      <span className={Number(value) === 0 ? "term term-zero" : "term"}>
        <span className="term-value">{rounded(value)}</span>
        <span className="term-name">
          {part ? <span className={`balance-dot part-${part}`} /> : null}
          {name}
        </span>
      </span>
    </>
  );
}

type ContentsProps = { title: "contents" | "inside"; of: string; items: Inside[] | undefined; empty: string };

function Contents({ title, of, items, empty }: ContentsProps) {
  const t = useT("trace");
  const place = usePlace();
  if (!items) return null;
  return (
    <section className="card lot-card">
      <h2>{t(title)}</h2>
      {items.length === 0 ? <p className="faint">{empty}</p> : null}
      <ul className="lot-inside">
        {items.map((item) => (
          <li key={`${item.container} ${item.code}`}>
            <button type="button" onClick={() => place.go("/lot", { code: item.code })}>
              <span className="mono cut">{item.code}</span>
              <span className="quiet cut">{item.title}</span>
              <span className="mono faint cut">{item.container && item.container !== of ? item.container : ""}</span>
              <Qty value={item.quantity === null ? null : rounded(item.quantity)} uom={item.uom} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Happened({ lot }: { lot: LotFacts }) {
  const t = useT("trace");
  const near = useTrace({ code: lot.code, direction: "both", depth: 1, asOf: "" });
  const ready = near.data && !near.isPlaceholderData ? near.data : null;
  return (
    <aside className="card lot-card lot-events">
      <h2>{t("events")}</h2>
      {near.error ? <ProblemBox problem={near.error} /> : ready ? <Story answer={ready} unit={ready.unit.id} voided={lot.events} /> : <Waiting rows={4} />}
    </aside>
  );
}
