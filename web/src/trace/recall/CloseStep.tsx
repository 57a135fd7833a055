import { DownloadOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useState } from "react";
import { api, apiAddress, may, type RecordData, useForm } from "../../api/index.ts";
import { Blank, Qty, useT } from "../../kit/index.ts";
import { accountsOf } from "./accounts.ts";
import { CASE_FORM, type OneCase, type StepName, text, useAct } from "./data.ts";

const TIMES: StepName[] = ["scoped_at", "held_at", "called_at", "released_at", "closed_at"];
const TOLD = ["cause", "action"] as const;

/** Cause, correction, where everything is; then the report. */
export function CloseStep({ one }: { one: OneCase }) {
  const t = useT("trace");
  const report = (kind: string): string => apiAddress(`/recall/cases/${one.case.id}/report.${kind}`);
  return (
    <>
      <div className="recall-bar">
        <span />
        <span className="recall-buttons">
          <Button icon={<DownloadOutlined />} href={report("pdf")}>
            {t("recall_report_pdf")}
          </Button>
          <Button icon={<DownloadOutlined />} href={report("xlsx")}>
            {t("recall_report_xlsx")}
          </Button>
        </span>
      </div>
      <div className="recall-close">
        <Accounts one={one} />
        <Times one={one} />
      </div>
      <Told one={one} />
    </>
  );
}

function Accounts({ one }: { one: OneCase }) {
  const t = useT("trace");
  const { uom, whole, parts } = accountsOf(one);
  return (
    <section className="card recall-card">
      <h2>
        {t("recall_accounts")} <Qty value={whole} uom={uom} />
      </h2>
      <ul className="recall-rows">
        {parts.map(({ name, value }) => (
          <li key={name} className={name === "unknown" && value > 0 ? "recall-bad" : ""}>
            <span>{t(`recall_part.${name}`)}</span>
            <span className="recall-meter" aria-hidden="true">
              <i style={{ width: `${whole > 0 ? Math.max(0, (value / whole) * 100) : 0}%` }} />
            </span>
            <span className="num">
              <Qty value={value} uom={uom} /> <span className="faint">{whole > 0 ? `${((value / whole) * 100).toFixed(1)} %` : ""}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Times({ one }: { one: OneCase }) {
  const t = useT("trace");
  const drill = text(one.case, "mode") === "drill";
  return (
    <section className="card recall-card">
      <h2>{t("recall_clock")}</h2>
      <ul className="recall-rows">
        {TIMES.filter((name) => drill || name !== "released_at").map((name) => (
          <li key={name}>
            <span>{t(`recall_at.${name}`)}</span>
            <b className="num">{one.steps[name].minutes === null ? <Blank /> : t("recall_minutes", { n: one.steps[name].minutes })}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Told({ one }: { one: OneCase }) {
  const t = useT("trace");
  const form = useForm(CASE_FORM);
  const { busy, refused, run } = useAct();
  const [told, setTold] = useState<Record<string, string>>(() => Object.fromEntries(["cause", "action", "capa", "destroyed"].map((key) => [key, text(one.case, key)])));
  const open = may(form.data, "amend") && one.steps.closed_at.at === null;
  const set = (key: string, value: string): void => setTold({ ...told, [key]: value });
  const close = (): void => {
    const body = Object.fromEntries(Object.entries(told).filter(([, value]) => value.trim() !== ""));
    void run((headers) => api.post<RecordData>(`/recall/cases/${one.case.id}/close`, body, { headers }));
  };
  return (
    <section className="card recall-card">
      {TOLD.map((key) => (
        <label key={key} className="recall-field">
          <span>{t(`recall_${key}`)}</span>
          <Input.TextArea rows={3} maxLength={4000} disabled={!open} value={told[key]} onChange={(event) => set(key, event.target.value)} />
        </label>
      ))}
      <div className="recall-two">
        <label className="recall-field">
          <span>{t("recall_capa")}</span>
          <Input maxLength={60} disabled={!open} value={told.capa} onChange={(event) => set("capa", event.target.value)} />
        </label>
        <label className="recall-field">
          <span>{t("recall_destroyed", { uom: text(one.case, "uom") })}</span>
          <Input inputMode="decimal" maxLength={20} disabled={!open} value={told.destroyed} onChange={(event) => set("destroyed", event.target.value)} />
        </label>
      </div>
      {refused ? (
        <div className="banner banner-amber" role="alert">
          {refused}
        </div>
      ) : null}
      {open ? (
        <Button type="primary" size="large" loading={busy} disabled={!told.cause?.trim()} onClick={close}>
          {t("recall_close")}
        </Button>
      ) : null}
    </section>
  );
}
