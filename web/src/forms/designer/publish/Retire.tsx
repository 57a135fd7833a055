import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Modal } from "antd";
import { useState } from "react";
import { keys, problemText } from "../../../api/index.ts";
import { labelText, useLang, usePlace, useT } from "../../../kit/index.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { restoreForm, retireForm } from "./data.ts";

/** Takes the form out of use; its records stay. */
export function Retire({ onDone }: { onDone: () => void }) {
  const t = useT("forms");
  const lang = useLang();
  const d = useDesigner();
  const place = usePlace();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const retire = async (): Promise<void> => {
    try {
      await d.flush();
      await retireForm(d.key, reason);
      await Promise.all([cache.invalidateQueries({ queryKey: keys.me }), cache.invalidateQueries({ queryKey: ["form"] })]);
      onDone();
      place.go("/design");
    } catch (error) {
      void message.error(problemText(error));
    }
  };
  return (
    <section className="card pb-card">
      <h2>{t("pb_retire")}</h2>
      <p className="quiet">{t("pb_retire_hint")}</p>
      <Button danger onClick={() => setOpen(true)}>
        {t("pb_retire")}…
      </Button>
      <Modal open={open} title={t("pb_retire_sure", { name: labelText(d.doc.label, lang) })} okText={t("pb_retire")} okButtonProps={{ danger: true, disabled: !reason.trim() }} cancelText={t("cancel")} onCancel={() => setOpen(false)} onOk={() => void retire()}>
        <Input autoFocus aria-label={t("pb_retire_reason")} placeholder={t("pb_retire_reason")} value={reason} maxLength={1000} onChange={(event) => setReason(event.target.value)} />
      </Modal>
    </section>
  );
}

/** Puts a retired form back into use, as it was. */
export function BringBack() {
  const t = useT("forms");
  const d = useDesigner();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const restore = async (): Promise<void> => {
    try {
      await restoreForm(d.key);
      await Promise.all([cache.invalidateQueries({ queryKey: keys.me }), cache.invalidateQueries({ queryKey: ["form"] }), d.refresh()]);
    } catch (error) {
      void message.error(problemText(error));
    }
  };
  return (
    <section className="card pb-card">
      <h2>{t("pb_restore")}</h2>
      <p className="quiet">{t("pb_restore_hint")}</p>
      <Button onClick={() => void restore()}>{t("pb_restore")}</Button>
    </section>
  );
}
