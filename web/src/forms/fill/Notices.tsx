import { CloseOutlined, HistoryOutlined } from "@ant-design/icons";
import { Button, Popconfirm } from "antd";
import { showDevice, useLabel, useT } from "../../kit/index.ts";
import type { Replaced } from "../drafts/server.ts";
import { shortTime } from "./state.ts";
import type { Restored } from "./useDraft.ts";
import type { Trouble } from "./useSubmit.ts";

type RestoredProps = { restored: Restored; onAfresh: () => void; onClose: () => void };

/** What was typed before is back: from this device or another; what could not be brought back is named. */
export function RestoredNotice({ restored, onAfresh, onClose }: RestoredProps) {
  const t = useT("forms");
  const label = useLabel();
  const { at, device, other, lost, stale } = restored;
  const time = shortTime(at);
  const named = (text: string): string => showDevice(text) || t("draft_this_device");
  return (
    <div className="ff-notice" role="status">
      <HistoryOutlined />
      <span>
        {device ? t("draft_begun_on", { time, device: showDevice(device) }) : t("restored", { time })}
        {stale ? <div>{t("draft_stale")}</div> : null}
        {other ? <div>{t("draft_differ", { device: named(other.device), time: shortTime(other.at) })}</div> : null}
        {lost.length ? <div>{t("draft_lost", { fields: lost.map((field) => [label(field.label), shownText(field.value)].filter(Boolean).join(": ")).join("; ") })}</div> : null}
      </span>
      {device ? (
        <button type="button" className="ff-link" onClick={onClose}>
          {t("draft_go_on")}
        </button>
      ) : null}
      <Popconfirm title={t("start_afresh_sure")} okText={t("start_afresh")} cancelText={t("cancel")} onConfirm={onAfresh}>
        <button type="button" className="ff-link">
          {t("start_afresh")}
        </button>
      </Popconfirm>
      <button type="button" className="ff-icon ff-notice-close" aria-label={t("clear")} onClick={onClose}>
        <CloseOutlined />
      </button>
    </div>
  );
}

/** A value in few words, to be copied by hand. */
function shownText(value: unknown): string {
  if (value === null || value === undefined) return "";
  const named = typeof value === "object" ? (value as { title?: string; code?: string; value?: string }) : {};
  return typeof value === "object" ? (named.title ?? named.code ?? named.value ?? "") : String(value).slice(0, 80);
}

/** What became of the draft elsewhere: another device's was replaced, or ours stays here only. */
export function DraftNotice({ replaced, hereOnly }: { replaced: Replaced | null; hereOnly: string }) {
  const t = useT("forms");
  if (!replaced && !hereOnly) return null;
  return (
    <div className="ff-notice" role="status">
      <HistoryOutlined />
      <span>
        {replaced ? t("draft_replaced", { device: showDevice(replaced.device), time: shortTime(replaced.at) }) : null}
        {hereOnly ? <div>{t("draft_here_only", { why: hereOnly })}</div> : null}
      </span>
    </div>
  );
}

type TroubleBoxProps = { trouble: Trouble; onRetry: () => void; onAgain: () => void; onList: () => void; onReload: () => void };

/** Why it was not submitted, and what can be done. */
export function TroubleBox({ trouble, onRetry, onAgain, onList, onReload }: TroubleBoxProps) {
  const t = useT("forms");
  return (
    <div className="ff-trouble" role="alert">
      <div>
        <strong>{trouble.title}</strong>
        {trouble.detail && trouble.detail !== trouble.title ? <div>{trouble.detail}</div> : null}
      </div>
      <div className="ff-trouble-acts">
        {trouble.kind === "unsent" ? <Button onClick={onRetry}>{t("submit")}</Button> : null}
        {trouble.kind === "stale" ? <Button onClick={onReload}>{t("load_again")}</Button> : null}
        {trouble.kind === "again" ? (
          <>
            <Button onClick={onList}>{t("see_list")}</Button>
            <Button onClick={onAgain}>{t("submit_again")}</Button>
          </>
        ) : null}
      </div>
    </div>
  );
}

const NAMED = 8;

type ErrorListProps = { loose: string[]; /** Places with a mistake, in the order they are read. */ wrong: { path: string; name: string }[]; onGo: (path: string) => void };

/** What stands at no field, and the fields to be mended, each a way to it. */
export function ErrorList({ loose, wrong, onGo }: ErrorListProps) {
  const t = useT("forms");
  if (!loose.length && wrong.length < 2) return null;
  const named = wrong.slice(0, NAMED);
  return (
    <div className="ff-trouble" role="alert">
      <div>
        {loose.map((message) => (
          <div key={message}>{message}</div>
        ))}
        {wrong.length ? (
          <div className="ff-mistakes">
            <span>{t(wrong.length > NAMED ? "mistakes_first" : "mistakes", { count: wrong.length, named: NAMED })}</span>
            {named.map(({ path, name }) => (
              <button key={path} type="button" className="ff-link ff-link-red" onClick={() => onGo(path)}>
                {name}
              </button>
            ))}
          </div>
        ) : null}
      </div>
    </div>
  );
}

/** Why a record is changed. */
export function Reason({ value, wrong, onChange }: { value: string; wrong: boolean; onChange: (text: string) => void }) {
  const t = useT("forms");
  return (
    <section className="ff-section">
      <div className="ff-grid">
        <div className="ff-field ff-w12">
          <label className="ff-label" htmlFor="ff-reason">
            <span className="ff-star-mark" aria-hidden="true">
              *
            </span>
            {t("reason")}
          </label>
          <textarea
            id="ff-reason"
            className={wrong ? "ff-input ff-lines ff-wrong" : "ff-input ff-lines"}
            rows={2}
            maxLength={1000}
            aria-required
            aria-invalid={wrong || undefined}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          {wrong ? <div className="ff-error">{t("reason_needed")}</div> : null}
        </div>
      </div>
    </section>
  );
}
