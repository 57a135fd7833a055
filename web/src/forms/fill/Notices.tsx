import { CloseOutlined, HistoryOutlined } from "@ant-design/icons";
import { Button, Popconfirm } from "antd";
import { useT } from "../../kit/index.ts";
import { shortTime } from "./state.ts";
import type { Trouble } from "./useSubmit.ts";

/** What was typed before is back. */
export function RestoredNotice({ at, onAfresh, onClose }: { at: string; onAfresh: () => void; onClose: () => void }) {
  const t = useT("forms");
  return (
    <div className="ff-notice" role="status">
      <HistoryOutlined />
      <span>{t("restored", { time: shortTime(at) })}</span>
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

/** How much is to be mended, and what stands at no field. */
export function ErrorList({ loose, count, onFirst }: { loose: string[]; count: number; onFirst: () => void }) {
  const t = useT("forms");
  if (!loose.length && count < 2) return null;
  return (
    <div className="ff-trouble" role="alert">
      <div>
        {loose.map((message) => (
          <div key={message}>{message}</div>
        ))}
        {count ? (
          <button type="button" className="ff-link ff-link-red" onClick={onFirst}>
            {t("mistakes", { count })}
          </button>
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
