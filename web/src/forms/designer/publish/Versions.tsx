import { App, Button, Drawer, Input, Modal } from "antd";
import { useState } from "react";
import { ProblemBox, problemText } from "../../../api/index.ts";
import { showInstant, Tag, type Tone, useLang, useT, Waiting } from "../../../kit/index.ts";
import { useQuery } from "@tanstack/react-query";
import { type Doc, eachField, labelOf } from "../model/doc.ts";
import type { Examined } from "../model/server.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { ChangeList } from "./ChangeList.tsx";
import { dropDraft, examineVersion, rollBack, useVersions, type VersionBrief, versionDoc } from "./data.ts";
import { Touches } from "./Touches.tsx";

const TONES: Record<string, Tone> = { published: "green", draft: "amber" };

/** The versions, newest first: who, when, why, what changed; each can be looked at and gone back to. */
export function Versions({ onBack }: { onBack: () => void }) {
  const t = useT("forms");
  const d = useDesigner();
  const versions = useVersions(d.key, d.revision);
  const [shown, setShown] = useState<VersionBrief | null>(null);
  const [back, setBack] = useState<VersionBrief | null>(null);
  const newest = versions.data?.find((one) => one.state === "published")?.version;
  const stateOf = (one: VersionBrief): string => (one.state === "published" && one.version !== newest ? "replaced" : one.state);
  if (versions.error) return <ProblemBox problem={versions.error} onRetry={() => void versions.refetch()} />;
  return (
    <section className="card pb-card">
      <h2>{t("pb_versions")}</h2>
      {!versions.data ? <Waiting rows={3} /> : null}
      {versions.data?.length === 0 ? <p className="quiet">{t("pb_no_versions")}</p> : null}
      <ol className="pb-versions">
        {versions.data?.map((one) => (
          <li key={`${one.version} ${one.state}`}>
            <div>
              <strong>{t("pb_version", { n: one.version })}</strong> <Tag tone={TONES[stateOf(one)] ?? "grey"}>{t(`pb_state.${stateOf(one)}`)}</Tag>
            </div>
            <div className="faint">
              {one.by} · {showInstant(one.at)}
            </div>
            {one.note ? <div>{one.note}</div> : null}
            <div className="de-adds">
              <Button size="small" type="link" onClick={() => setShown(one)}>
                {t("pb_look")}
              </Button>
              {one.state !== "draft" && one.version !== newest ? (
                <Button size="small" type="link" onClick={() => setBack(one)}>
                  {t("pb_roll_back")}
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
      {shown ? <Look version={shown} onClose={() => setShown(null)} /> : null}
      {back ? (
        <Back
          version={back}
          onClose={(done) => {
            setBack(null);
            if (done) onBack();
          }}
        />
      ) : null}
    </section>
  );
}

function Look({ version, onClose }: { version: VersionBrief; onClose: () => void }) {
  const t = useT("forms");
  const lang = useLang();
  const d = useDesigner();
  const found = useQuery<Doc>({ queryKey: ["form", d.key, "version", version.version, version.at], queryFn: () => versionDoc(d.key, version.version) });
  return (
    <Drawer open size={520} title={t("pb_version", { n: version.version })} onClose={onClose}>
      {version.changes.length ? (
        <>
          <h3>{t("pb_changed_then")}</h3>
          <ChangeList changes={version.changes} />
        </>
      ) : null}
      <h3>{t("pb_fields_then")}</h3>
      {found.data ? (
        <ul className="pb-changes">
          {eachField(found.data).map(({ path, key, list, field }) => (
            <li key={path} style={{ paddingLeft: list ? 16 : 0 }}>
              {labelOf(key, field, lang)} <span className="faint">{d.types.items.find((one) => one.key === field.type)?.label[lang] ?? field.type}</span> {field.retired ? <Tag>{t("pb_state.retired")}</Tag> : null}
            </li>
          ))}
        </ul>
      ) : (
        <Waiting rows={6} />
      )}
    </Drawer>
  );
}

function Back({ version, onClose }: { version: VersionBrief; onClose: (done: boolean) => void }) {
  const t = useT("forms");
  const d = useDesigner();
  const { message } = App.useApp();
  const [note, setNote] = useState(t("pb_back_note", { n: version.version }));
  const [busy, setBusy] = useState(false);
  const drafted = d.info.state === "draft";
  const found = useQuery<Examined>({ queryKey: ["form", d.key, "back", version.version, d.revision], queryFn: () => examineVersion(d.key, version.version) });
  const go = async (): Promise<void> => {
    setBusy(true);
    try {
      await d.flush();
      if (drafted) await dropDraft(d.key);
      await rollBack(d.key, version.version, note);
      // The draft here was of the version left behind: the form is opened anew, not merged with it.
      window.location.reload();
    } catch (error) {
      void message.error(problemText(error));
      setBusy(false);
    }
  };
  return (
    <Modal open title={t("pb_back_title", { n: version.version })} okText={t("pb_back_do")} cancelText={t("cancel")} confirmLoading={busy} okButtonProps={{ disabled: !found.data }} onCancel={() => onClose(false)} onOk={() => void go()}>
      <div className="pb-back">
      <p>{t("pb_back_hint")}</p>
      {drafted ? <p className="de-wrong">{t("pb_back_draft")}</p> : null}
      {found.error ? <ProblemBox problem={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? (
        <>
          <ChangeList changes={found.data.changes} />
          <Touches touches={found.data.touches} />
        </>
      ) : null}
      <Input aria-label={t("pb_note")} value={note} maxLength={1000} onChange={(event) => setNote(event.target.value)} />
      </div>
    </Modal>
  );
}
