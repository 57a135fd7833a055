import { useQueryClient } from "@tanstack/react-query";
import { App, Input, Modal } from "antd";
import { useState } from "react";
import { api, type FormInfo, keys, newKey, problemText, type RecordData } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";

type VoidProps = { form: FormInfo; record: RecordData; open: boolean; onClose: () => void };

/** Voids the record, with the reason; what it did to lots is undone, and both stay visible. */
export function VoidDialog({ form, record, open, onClose }: VoidProps) {
  const t = useT("records");
  const label = useLabel();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState("");
  const send = async (): Promise<void> => {
    setBusy(true);
    setRefused("");
    try {
      const body = { reason: reason.trim(), revision: record.revision };
      await api.post(`/records/${encodeURIComponent(form.key)}/${record.id}/void`, body, { headers: { "Idempotency-Key": newKey() } });
      void message.success(t("void_done"));
      onClose();
    } catch (problem) {
      setRefused(problemText(problem));
    } finally {
      setBusy(false);
      await client.invalidateQueries({ queryKey: keys.record(form.key, record.id) });
      await client.invalidateQueries({ queryKey: keys.records(form.key) });
    }
  };
  return (
    <Modal
      open={open}
      title={t("void_title", { form: label(form.definition.label), title: record.title })}
      okText={t("void")}
      okButtonProps={{ danger: true, disabled: !reason.trim(), loading: busy }}
      onCancel={onClose}
      onOk={() => void send()}
    >
      <p className="quiet">{t(form.definition.trace.length > 0 ? "void_hint_trace" : "void_hint")}</p>
      {refused ? (
        <div className="ribbon ribbon-red" role="alert">
          {refused}
        </div>
      ) : null}
      <Input.TextArea autoFocus rows={3} maxLength={1000} placeholder={t("void_reason")} value={reason} onChange={(event) => setReason(event.target.value)} />
    </Modal>
  );
}
