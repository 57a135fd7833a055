import { DownloadOutlined, LockOutlined, UnlockOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { api, apiAddress, may, type RecordData, useForm } from "../../api/index.ts";
import { Qty, usePlace, useT } from "../../kit/index.ts";
import { rounded } from "../model/show.ts";
import { STATUS_FORM } from "../lot/StatusDialog.tsx";
import { type Held, type OneCase, text, useAct } from "./data.ts";

/** Hold everything reached: one button, the result in words, then what to pull from where. */
export function HoldStep({ one, brief }: { one: OneCase; brief?: boolean }) {
  const t = useT("trace");
  const record = one.case;
  const free = Object.values(one.free).reduce((sum, count) => sum + count, 0);
  const held = one.steps.held_at;
  const released = text(record, "released_at") !== "";
  const closed = one.steps.closed_at.at !== null;
  return (
    <>
      {released ? <div className="banner banner-teal recall-result">{t("recall_released")}</div> : null}
      {held.at && !released ? (
        <div className="banner banner-teal recall-result" role="status">
          <LockOutlined /> {t("recall_held", { n: one.scope.blocked, minutes: held.minutes })}
        </div>
      ) : null}
      {closed || released ? null : free > 0 ? <HoldButton one={one} count={free} again={held.at !== null} /> : held.at ? null : <HoldButton one={one} count={0} again={false} />}
      {brief ? null : (
        <>
          <Pull one={one} />
          {text(record, "mode") === "drill" && held.at && !released ? <EndDrill id={record.id} /> : null}
        </>
      )}
    </>
  );
}

function HoldButton({ one, count, again }: { one: OneCase; count: number; again: boolean }) {
  const t = useT("trace");
  const place = usePlace();
  const { modal } = App.useApp();
  const form = useForm(STATUS_FORM);
  const { busy, refused, run } = useAct();
  if (!may(form.data, "submit")) return null;
  const hold = async (): Promise<void> => {
    const done = await run((headers) => api.post<Held>(`/recall/cases/${one.case.id}/hold`, undefined, { headers }));
    if (done) place.setSearch({ step: "hold" });
  };
  const label = again ? t("recall_hold_new_button", { n: count }) : t("recall_hold", { n: one.scope.lots.length });
  const ask = (): void => {
    modal.confirm({ title: t("recall_hold_sure"), content: t("recall_hold_hint"), okText: label, okButtonProps: { danger: true }, onOk: () => void hold() });
  };
  return (
    <section className="card recall-card recall-freeze">
      <p>{again ? t("recall_hold_new", { n: count }) : count ? t("recall_hold_hint") : t("recall_hold_all_blocked")}</p>
      {refused ? (
        <div className="banner banner-amber" role="alert">
          {refused}
        </div>
      ) : null}
      <Button type="primary" danger size="large" icon={<LockOutlined />} loading={busy} onClick={ask}>
        {label}
      </Button>
    </section>
  );
}

/** What lies where, to be pulled aside. */
function Pull({ one }: { one: OneCase }) {
  const t = useT("trace");
  const { places } = one.scope;
  return (
    <section className="card recall-card">
      <div className="recall-head">
        <h2>{t("recall_pull")}</h2>
        {places.length ? (
          <Button icon={<DownloadOutlined />} href={apiAddress(`/recall/cases/${one.case.id}/stock.xlsx`)}>
            {t("recall_pull_sheet")}
          </Button>
        ) : null}
      </div>
      {places.length === 0 ? <p className="quiet">{t("recall_pull_none")}</p> : null}
      <ul className="recall-rows">
        {places.map((row) => (
          <li key={row.place ?? ""}>
            <b>{row.place ?? t("recall_place_none")}</b>
            <span className="quiet">
              {[row.lots ? t("recall_lots_n", { n: row.lots }) : "", row.containers ? t("recall_containers", { n: row.containers }) : ""].filter(Boolean).join(" · ")}
            </span>
            <span className="num">
              {row.quantities.map((amount) => (
                <Qty key={amount.uom} value={rounded(amount.value)} uom={amount.uom} />
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function EndDrill({ id }: { id: string }) {
  const t = useT("trace");
  const form = useForm(STATUS_FORM);
  const { busy, refused, run } = useAct();
  if (!may(form.data, "void")) return null;
  const end = (): void => void run((headers) => api.post<RecordData>(`/recall/cases/${id}/release`, undefined, { headers }));
  return (
    <section className="card recall-card recall-freeze">
      <p className="quiet">{t("recall_release_hint")}</p>
      {refused ? (
        <div className="banner banner-amber" role="alert">
          {refused}
        </div>
      ) : null}
      <Button size="large" icon={<UnlockOutlined />} loading={busy} onClick={end}>
        {t("recall_release")}
      </Button>
    </section>
  );
}
