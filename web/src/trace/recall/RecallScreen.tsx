import { AlertOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { may, ProblemBox, useForm } from "../../api/index.ts";
import { Blank, Nothing, Page, Qty, showInstant, Tag, usePlace, useT, Waiting } from "../../kit/index.ts";
import { CASE_FORM, type CaseRow, type StepName, useCases } from "./data.ts";
import "../shared.css";
import "./recall.css";

const SHOWN: StepName[] = ["scoped_at", "held_at", "called_at", "closed_at"];

/** `/recall`: recalls and drills, with the minutes each step took. */
export function RecallScreen() {
  const t = useT("trace");
  const place = usePlace();
  const form = useForm(CASE_FORM);
  const sees = may(form.data, "read");
  const cases = useCases(sees);
  if (form.error) return <Nothing title={t("recall_may_not")} />;
  if (cases.error) return <ProblemBox problem={cases.error} onRetry={() => void cases.refetch()} />;
  if (!form.data || (sees && !cases.data)) return <Waiting rows={6} />;
  if (!sees) return <Nothing title={t("recall_may_not")} />;
  const start = may(form.data, "submit") ? (
    <Button type="primary" danger icon={<AlertOutlined />} onClick={() => place.go("/recall/new")}>
      {t("recall_new")}
    </Button>
  ) : null;
  const items = cases.data?.items ?? [];
  return (
    <Page title={t("recall")} actions={start}>
      <p className="quiet recall-intro">{t("recall_intro")}</p>
      {items.length === 0 ? <Nothing title={t("recall_none")} hint={t("recall_none_hint")} /> : null}
      <ul className="recall-cases">
        {items.map((one) => (
          <CaseLine key={one.id} one={one} />
        ))}
      </ul>
    </Page>
  );
}

function CaseLine({ one }: { one: CaseRow }) {
  const t = useT("trace");
  return (
    <li>
      <Link to={`/recall/${one.id}`} className="card recall-case">
        <span className="recall-case-head">
          <span className="mono">{one.no}</span>
          <Tag tone={one.mode === "drill" ? "amber" : "red"}>{t(`recall_mode.${one.mode}`)}</Tag>
          <Tag tone={one.state_of === "closed" ? "green" : one.state_of === "held" ? "grey" : "red"}>{t(`recall_state.${one.state_of}`)}</Tag>
          <span className="faint">{showInstant(one.opened_at)}</span>
        </span>
        <span className="recall-case-what">{one.what}</span>
        <span className="recall-case-facts quiet">
          <span>
            {one.lots_reached ?? 0} {t("recall_lots")}
          </span>
          {one.made ? <Qty value={Number(one.made)} uom={one.uom} /> : null}
          <span>{one.owner?.title}</span>
        </span>
        <span className="recall-case-steps">
          {SHOWN.map((name) => (
            <span key={name}>
              <span className="faint">{t(`recall_at.${name}`)}</span>
              <b>{one.steps[name].minutes === null ? <Blank /> : t("recall_minutes", { n: one.steps[name].minutes })}</b>
            </span>
          ))}
        </span>
      </Link>
    </li>
  );
}
