import { CheckOutlined, DownloadOutlined, PhoneOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useState } from "react";
import { api, apiAddress, may, useForm } from "../../api/index.ts";
import { Blank, Qty, showInstant, useT } from "../../kit/index.ts";
import { CASE_FORM, callsOf, type CallRow, type OneCase, type Party, useAct } from "./data.ts";

/** One row a customer: whom to call, what they got, what they say they still have. */
export function CallsStep({ one }: { one: OneCase }) {
  const t = useT("trace");
  const calls = callsOf(one.case);
  const done = calls.filter((call) => call.called_at).length;
  const party = (call: CallRow): Party | undefined => one.scope.customers.find((found) => found.id === call.customer.id);
  return (
    <>
      <div className="recall-bar">
        <span className="quiet">{calls.length ? t("recall_called_n", { done, all: calls.length }) : t(one.scope.customers.length ? "recall_call_first" : "recall_call_none")}</span>
        {one.scope.customers.length ? (
          <Button icon={<DownloadOutlined />} href={apiAddress(`/recall/cases/${one.case.id}/calls.xlsx`)}>
            {t("recall_call_sheet")}
          </Button>
        ) : null}
      </div>
      <ul className="recall-calls">
        {calls.map((call) => (
          <Call key={call.id} one={one} call={call} party={party(call)} />
        ))}
      </ul>
    </>
  );
}

function Call({ one, call, party }: { one: OneCase; call: CallRow; party: Party | undefined }) {
  const t = useT("trace");
  const form = useForm(CASE_FORM);
  const [spoke, setSpoke] = useState(call.spoke_to ?? party?.contact ?? "");
  const [still, setStill] = useState(call.still_there ?? "");
  const [sold, setSold] = useState(call.sold ?? "");
  const { busy, refused, run } = useAct();
  const open = may(form.data, "amend") && one.steps.closed_at.at === null;
  const save = (): void => {
    const row = { id: call.id, called_at: call.called_at ?? new Date().toISOString(), spoke_to: spoke || null, still_there: still || null, sold: sold || null };
    const calls = callsOf(one.case).map((each) => (each.id === call.id ? row : { id: each.id }));
    const body = { fields: { calls }, reason: t("recall_call_reason", { customer: call.customer.title ?? "" }), revision: one.case.revision };
    void run((headers) => api.patch(`/records/${CASE_FORM}/${one.case.id}`, body, { headers }));
  };
  return (
    <li className={call.called_at ? "card recall-call called" : "card recall-call"}>
      <div className="recall-call-who">
        <b>{call.customer.title}</b>
        {party?.phone ? (
          <a href={`tel:${party.phone}`}>
            <PhoneOutlined /> {party.phone}
          </a>
        ) : null}
        <span className="quiet">{[party?.contact, party?.address].filter(Boolean).join(" · ")}</span>
        {call.called_at ? (
          <span className="recall-called">
            <CheckOutlined /> {t("recall_called")} {showInstant(call.called_at)}
          </span>
        ) : null}
      </div>
      <div className="recall-call-what">
        {call.shipped ? <Qty value={Number(call.shipped)} uom={call.uom} /> : <Blank />}
        <span className="quiet">{party?.products.join("、")}</span>
        <span className="faint mono recall-call-lots">{party?.lots.join(" ")}</span>
        {party?.waybills.length ? <span className="faint mono">{party.waybills.join(" ")}</span> : null}
      </div>
      <div className="recall-call-said">
        <Said label={t("recall_spoke_to")} value={spoke} disabled={!open} onValue={setSpoke} />
        <Said label={`${t("recall_still")} ${call.uom ?? ""}`} value={still} disabled={!open} decimal onValue={setStill} />
        <Said label={`${t("recall_sold")} ${call.uom ?? ""}`} value={sold} disabled={!open} decimal onValue={setSold} />
        {open ? (
          <Button type={call.called_at ? "default" : "primary"} icon={<CheckOutlined />} loading={busy} onClick={save}>
            {call.called_at ? t("recall_save") : t("recall_called")}
          </Button>
        ) : null}
      </div>
      {refused ? (
        <div className="banner banner-amber" role="alert">
          {refused}
        </div>
      ) : null}
    </li>
  );
}

type SaidProps = { label: string; value: string; disabled: boolean; decimal?: boolean; onValue: (value: string) => void };

function Said({ label, value, disabled, decimal, onValue }: SaidProps) {
  return (
    <label className="recall-field">
      <span>{label}</span>
      <Input value={value} disabled={disabled} inputMode={decimal ? "decimal" : "text"} maxLength={60} onChange={(event) => onValue(event.target.value)} />
    </label>
  );
}
