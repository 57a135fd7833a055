import { AlertOutlined, CloseOutlined } from "@ant-design/icons";
import { Button, Input, Segmented } from "antd";
import { useState } from "react";
import { api, may, ProblemBox, type RecordData, useForm } from "../../api/index.ts";
import { LotTag, Nothing, Page, useIsPhone, usePlace, useT, Waiting } from "../../kit/index.ts";
import { titleOf, useLotList } from "../data.ts";
import { FindLot } from "../screen/FindLot.tsx";
import "../screen/trace.css";
import "../shared.css";
import { CASE_FORM, type Mode, useAct, useScope } from "./data.ts";
import { ScopeTiles } from "./Scope.tsx";
import { Suspects } from "./Suspects.tsx";
import "./recall.css";

const BETWEEN = "\n";
const MODES: Mode[] = ["drill", "real"];

/** `/recall/new?code=`: which lots, drill or real, why; then the clock runs. */
export function StartScreen() {
  const t = useT("trace");
  const place = usePlace();
  const form = useForm(CASE_FORM);
  const codes = (place.search.code ?? "").split(BETWEEN).filter(Boolean);
  const setCodes = (next: string[]): void => place.setSearch({ code: [...new Set(next)].join(BETWEEN) });
  if (form.error || (form.data && !may(form.data, "submit"))) return <Nothing title={t("recall_may_not")} />;
  if (!form.data) return <Waiting rows={8} />;
  return (
    <Page title={t("recall_new")} onBack={place.back}>
      <div className="recall-start">
        <section className="card recall-card">
          <h2>1 · {t("recall_which")}</h2>
          <p className="quiet">{t("recall_which_hint")}</p>
          <FindLot key={codes.length} code="" onTrace={(code) => setCodes([...codes, code])} />
          <div className="recall-codes">
            {codes.map((code) => (
              <span key={code} className="recall-code mono">
                {code}
                <button type="button" aria-label={t("recall_remove", { code })} onClick={() => setCodes(codes.filter((one) => one !== code))}>
                  <CloseOutlined />
                </button>
              </span>
            ))}
          </div>
          {codes.length === 0 ? <Recent onPick={(code) => setCodes([code])} /> : <Preview codes={codes} onPick={(code) => setCodes([code])} />}
        </section>
        <Details codes={codes} />
      </div>
    </Page>
  );
}

/** Raw material lots of late, one tap away. */
function Recent({ onPick }: { onPick: (code: string) => void }) {
  const t = useT("trace");
  const { items } = useLotList({ search: "", status: "", stage: "receipt", in_stock: undefined });
  if (items.length === 0) return null;
  return (
    <div className="recall-recent">
      <div className="faint">{t("recall_recent")}</div>
      {items.slice(0, 6).map((lot) => (
        <button key={lot.id} type="button" onClick={() => onPick(lot.code)}>
          <span className="mono cut">{lot.code}</span>
          <span className="cut">{titleOf(lot)}</span>
          <span className="faint mono cut">{lot.supplier_lot}</span>
          <LotTag status={lot.status} expiresOn={lot.expires_on} />
        </button>
      ))}
    </div>
  );
}

function Preview({ codes, onPick }: { codes: string[]; onPick: (code: string) => void }) {
  const scope = useScope(codes);
  const [asked, setAsked] = useState(false);
  const t = useT("trace");
  if (scope.error) return <ProblemBox problem={scope.error} />;
  if (!scope.data) return <Waiting rows={2} />;
  return (
    <>
      <ScopeTiles scope={scope.data} />
      {asked ? (
        <Suspects codes={codes} onPick={onPick} />
      ) : (
        <Button type="link" className="recall-ask" onClick={() => setAsked(true)}>
          {t("recall_suspects")}
        </Button>
      )}
    </>
  );
}

function Details({ codes }: { codes: string[] }) {
  const t = useT("trace");
  const place = usePlace();
  const phone = useIsPhone();
  const [mode, setMode] = useState<Mode | null>(null);
  const [level, setLevel] = useState("2");
  const [reason, setReason] = useState("");
  const { busy, refused, run } = useAct();
  const open = async (): Promise<void> => {
    const body = { lots: codes, mode, class: level, reason: reason.trim() };
    const made = await run((headers) => api.post<RecordData>("/recall/cases", body, { headers }));
    if (made) place.go(`/recall/${made.id}`, {}, true);
  };
  return (
    <section className="card recall-card">
      <h2>2 · {t("recall_kind")}</h2>
      <div className="recall-modes" role="radiogroup" aria-label={t("recall_kind")}>
        {MODES.map((one) => (
          <button key={one} type="button" role="radio" aria-checked={mode === one} className={`recall-mode recall-mode-${one}`} onClick={() => setMode(one)}>
            <b>{t(`recall_mode.${one}`)}</b>
            <span>{t(`recall_mode_hint.${one}`)}</span>
          </button>
        ))}
      </div>
      <div className="recall-field">
        <label htmlFor="recall-reason">{t("recall_reason")}</label>
        <Input.TextArea id="recall-reason" rows={2} maxLength={2000} value={reason} placeholder={t("recall_reason_hint")} onChange={(event) => setReason(event.target.value)} />
      </div>
      <div className="recall-field">
        <span>
          {t("recall_class")} <span className="faint">{t("recall_class_hint")}</span>
        </span>
        <Segmented value={level} block={phone} options={["1", "2", "3"].map((value) => ({ value, label: t("recall_class_n", { n: value }) }))} onChange={setLevel} />
      </div>
      {refused ? (
        <div className="banner banner-amber" role="alert">
          {refused}
        </div>
      ) : null}
      <Button type="primary" danger size="large" block icon={<AlertOutlined />} loading={busy} disabled={codes.length === 0 || !mode || !reason.trim()} onClick={() => void open()}>
        {t("recall_start")}
      </Button>
    </section>
  );
}
