import { useQueryClient } from "@tanstack/react-query";
import { App, Input, Modal, Select } from "antd";
import { useState } from "react";
import { api, keys, newKey, problemText } from "../../api/index.ts";
import { LotTag, useT } from "../../kit/index.ts";
import type { LotFacts } from "../types.ts";

export const STATUS_FORM = "lot_status";
const STATUSES = ["released", "held", "rejected", "quarantine", "recalled"];

type StatusProps = { lot: LotFacts; to: string; onClose: () => void };

/** Holds, releases, rejects or recalls a lot: a record of the form `lot_status`, with the reason. */
export function StatusDialog({ lot, to, onClose }: StatusProps) {
  const t = useT("trace");
  const client = useQueryClient();
  const { message } = App.useApp();
  const [status, setStatus] = useState(to);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState("");
  const [key] = useState(newKey);
  const send = async (): Promise<void> => {
    setBusy(true);
    setRefused("");
    try {
      const fields = { status, reason: reason.trim(), lots: [{ lot: lot.code }] };
      await api.post(`/records/${STATUS_FORM}`, { fields }, { headers: { "Idempotency-Key": key } });
      void message.success(t("status_done"));
      onClose();
    } catch (problem) {
      setRefused(problemText(problem));
    } finally {
      setBusy(false);
      for (const stale of [keys.lot(lot.code), keys.lots(), ["trace"]]) await client.invalidateQueries({ queryKey: stale });
    }
  };
  return (
    <Modal
      open
      title={t("status_title", { code: lot.code })}
      okText={t("status_change")}
      okButtonProps={{ disabled: !reason.trim() || status === lot.status, loading: busy, danger: status === "rejected" || status === "recalled" }}
      onCancel={onClose}
      onOk={() => void send()}
    >
      <div className="status-form">
        <p className="quiet">{t("status_hint")}</p>
        {refused ? (
          <div className="banner banner-amber" role="alert">
            {refused}
          </div>
        ) : null}
        <label>
          <span>{t("status_to")}</span>
          <Select
            value={status}
            onChange={setStatus}
            options={STATUSES.filter((one) => one !== lot.status).map((value) => ({ value, label: <LotTag status={value} /> }))}
          />
        </label>
        <label>
          <span>{t("reason")}</span>
          <Input.TextArea autoFocus rows={3} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
      </div>
    </Modal>
  );
}
