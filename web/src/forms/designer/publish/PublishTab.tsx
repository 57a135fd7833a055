import { Button, Input, Result } from "antd";
import { useState } from "react";
import "./publish.css";
import { ProblemBox, problemText } from "../../../api/index.ts";
import { labelText, useLang, usePlace, useT } from "../../../kit/index.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { ChangeList } from "./ChangeList.tsx";
import { Mistakes } from "./Mistakes.tsx";
import { BringBack, Retire } from "./Retire.tsx";
import { Touches } from "./Touches.tsx";
import { Users } from "./Users.tsx";
import { usePublishing } from "./usePublishing.ts";
import { Versions } from "./Versions.tsx";

/** What publishing changes, what stands in its way, what it touches; the versions before. */
export function PublishTab() {
  const t = useT("forms");
  const d = useDesigner();
  const lang = useLang();
  const place = usePlace();
  const [note, setNote] = useState("");
  const p = usePublishing();
  const examined = p.examined;
  const mistakes = examined?.mistakes ?? [];
  const first = d.published === null;
  const changed = d.info.state === "draft" && (first || (examined?.changes.length ?? 1) > 0);
  const name = labelText(d.doc.label, lang);
  if (p.done !== null) {
    return (
      <Result
        status="success"
        title={t("pb_done", { name, version: p.done })}
        subTitle={t("pb_done_hint")}
        extra={[
          <Button key="fill" type="primary" onClick={() => place.go(`/f/${d.key}/new`)}>
            {t("pb_fill")}
          </Button>,
          <Button key="list" onClick={() => place.go(`/f/${d.key}`)}>
            {t("pb_list")}
          </Button>,
          <Button key="on" onClick={p.goOn}>
            {t("pb_go_on")}
          </Button>,
        ]}
      >
        <Users />
      </Result>
    );
  }
  return (
    <div className="pb">
      <div className="pb-main">
        <section className="card pb-card">
          <h2>{t(d.info.state === "retired" ? "pb_is_retired" : first ? "pb_first" : changed ? "pb_changes" : "pb_nothing")}</h2>
          {p.problem ? <ProblemBox problem={p.problem} onRetry={p.look} /> : null}
          {examined && changed ? <ChangeList changes={examined.changes} first={first} fields={Object.keys(d.doc.fields).length} /> : null}
          {!changed && d.info.state !== "retired" ? <p className="quiet">{t("pb_nothing_hint", { version: d.info.version })}</p> : null}
        </section>
        {mistakes.length ? <Mistakes mistakes={mistakes} /> : null}
        {examined && changed && !first ? <Touches touches={examined.touches} /> : null}
        {changed ? (
          <section className="card pb-card">
            <label htmlFor="pb-note">{t("pb_note")}</label>
            <Input.TextArea id="pb-note" autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} placeholder={t("pb_note_hint")} value={note} onChange={(event) => setNote(event.target.value)} />
            {p.refused ? (
              <div className="de-wrong" role="alert">
                {problemText(p.refused)}
              </div>
            ) : null}
            <div className="de-adds">
              <Button type="primary" size="large" loading={p.busy} disabled={!examined || mistakes.length > 0} onClick={() => void p.publish(note)}>
                {t(first ? "pb_publish_first" : "pb_publish", { version: d.info.version })}
              </Button>
              {!first ? (
                <Button type="text" danger onClick={() => void p.discard()}>
                  {t("pb_discard")}
                </Button>
              ) : null}
            </div>
            {mistakes.length ? <div className="de-say">{t("pb_mend_first", { count: mistakes.length })}</div> : null}
          </section>
        ) : null}
      </div>
      <aside className="pb-side">
        <Users />
        <Versions onBack={p.look} />
        {d.info.state === "retired" ? <BringBack /> : d.published ? <Retire onDone={p.look} /> : null}
      </aside>
    </div>
  );
}
