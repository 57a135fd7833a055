import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { ProblemBox } from "../../api/index.ts";
import { address, Blank, Code, LotTag, showShare, StageDot, useLang, useT, Waiting } from "../../kit/index.ts";
import { useLot, useTrace } from "../data.ts";
import { Beside } from "../beside/Beside.tsx";
import { Origin } from "../lot/Origin.tsx";
import { Story } from "../lot/Story.tsx";
import { accounted, countOf } from "../model/balance.ts";
import type { ChainNode } from "../model/chain.ts";
import { quantityText, shareText } from "../model/show.ts";
import type { Genealogy, LotFacts, Unit } from "../types.ts";
import { Party } from "./Party.tsx";

/** What is chosen: a card of the trace, or a lot of the wall that the trace does not touch. */
export type Picked = { node: ChainNode } | { code: string };

type PanelProps = { picked: Picked; answer: Genealogy | undefined; onTrace: (code: string) => void; /** Layers switched on. */ layers: string[] };

/** The facts of what is chosen, beside the picture. */
export function Panel({ picked, answer, onTrace, layers }: PanelProps) {
  const t = useT("trace");
  if ("code" in picked) return <Stranger code={picked.code} onTrace={onTrace} layers={layers} />;
  const { node } = picked;
  if (node.kind === "barred") return <p className="faint">{t("barred")}</p>;
  if (node.unit && node.kind === "lot" && answer) return <LotPanel unit={node.unit} answer={answer} onTrace={onTrace} layers={layers} />;
  return <Party node={node} onTrace={onTrace} />;
}

/** A lot outside the trace: its own nearest events are asked for. */
function Stranger({ code, onTrace, layers }: { code: string; onTrace: (code: string) => void; layers: string[] }) {
  const near = useTrace({ code, direction: "both", depth: 1, asOf: "" });
  if (near.error) return <ProblemBox problem={near.error} />;
  if (!near.data || near.isPlaceholderData) return <Waiting rows={5} />;
  return <LotPanel unit={near.data.unit} answer={near.data} onTrace={onTrace} layers={layers} stranger />;
}

type LotPanelProps = { unit: Unit; answer: Genealogy; onTrace: (code: string) => void; layers: string[]; stranger?: boolean };

function LotPanel({ unit, answer, onTrace, layers, stranger }: LotPanelProps) {
  const t = useT("trace");
  const lot = useLot(unit.code);
  const isStart = unit.id === answer.unit.id && !stranger;
  return (
    <>
      <div className="panel-head">
        <span className="panel-code">
          <StageDot stage={unit.stage} /> <Code>{unit.code}</Code>
        </span>
        <LotTag status={unit.status} expiresOn={unit.expires_on} />
      </div>
      <div className="quiet">{[unit.title || t(`kind.${unit.kind}`), quantityText(unit.quantity, unit.uom)].filter(Boolean).join(" · ")}</div>
      <div className="panel-acts">
        <Link to={address("/lot", { code: unit.code })}>{t("open_lot")}</Link>
        {isStart ? null : (
          <Button type="link" size="small" onClick={() => onTrace(unit.code)}>
            {t("centre")}
          </Button>
        )}
      </div>
      {isStart ? <StartFigures answer={answer} lot={lot.data} /> : stranger ? null : <PartFigures unit={unit} answer={answer} lot={lot.data} />}
      <dl className="facts">
        {unit.kind === "logistic" ? null : (
          <>
            <dt>{t("produced_on")}</dt>
            <dd>{unit.produced_on ?? <Blank />}</dd>
            <dt>{t("expires_on")}</dt>
            <dd>{unit.expires_on ?? <Blank />}</dd>
          </>
        )}
        {unit.supplier_lot ? (
          <>
            <dt>{t("supplier_lot")}</dt>
            <dd>
              <Code>{unit.supplier_lot}</Code>
            </dd>
          </>
        ) : null}
        {lot.data?.place ? (
          <>
            <dt>{t("place")}</dt>
            <dd>{lot.data.place}</dd>
          </>
        ) : null}
        {lot.data ? <Origin lot={lot.data} /> : null}
      </dl>
      <h2 className="panel-part">{t("events")}</h2>
      <Story answer={answer} unit={unit.id} />
      <h2 className="panel-part">{t("beside")}</h2>
      <Beside code={unit.code} only={layers} />
    </>
  );
}

function Figure({ value, name, title }: { value: string | null; name: string; title?: string }) {
  return (
    <div className="figure" title={title}>
      <div className="figure-value">{value ?? <Blank />}</div>
      <div className="figure-name">{name}</div>
    </div>
  );
}

function Accounted({ lot }: { lot: LotFacts | undefined }) {
  const t = useT("trace");
  const lang = useLang();
  if (lot?.kind === "logistic") return null;
  const share = lot?.balance ? accounted(lot.balance) : null;
  return <Figure value={share === null ? null : showShare(share, lang)} name={t("accounted")} />;
}

/** Lots back and forward, and the balance, of the lot that was asked for. */
function StartFigures({ answer, lot }: { answer: Genealogy; lot: LotFacts | undefined }) {
  const t = useT("trace");
  const counts = ([-1, 1] as const).map((sign) => countOf(answer, sign));
  return (
    <div className="figures">
      {counts.map((count, n) => (
        <Figure key={n} value={count === null ? null : String(count)} name={t(n ? "count_forward" : "count_back")} title={count === null ? t("not_asked") : undefined} />
      ))}
      <Accounted lot={lot} />
    </div>
  );
}

/** How much of this lot and the start lie in one another. */
function PartFigures({ unit, answer, lot }: { unit: Unit; answer: Genealogy; lot: LotFacts | undefined }) {
  const t = useT("trace");
  const lang = useLang();
  const uom = unit.level > 0 ? answer.unit.uom : unit.uom;
  return (
    <div className="figures">
      <Figure value={unit.amount === null || (unit.kind === "logistic" && unit.level < 0) ? null : quantityText(unit.amount, uom)} name={t("amount")} />
      <Figure value={unit.share === null ? null : shareText(unit.share, lang)} name={t("share")} />
      <Accounted lot={lot} />
    </div>
  );
}

