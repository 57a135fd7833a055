import { Input, Modal } from "antd";
import { useState } from "react";
import { useT } from "../../../kit/index.ts";

type NameProps = { title: string; name?: string; ok: string; onDone: (name: string) => Promise<boolean>; onClose: () => void };

/** Asks for one name; Enter gives it. */
export function NameDialog({ title, name = "", ok, onDone, onClose }: NameProps) {
  const t = useT("forms");
  const [typed, setTyped] = useState(name);
  const [busy, setBusy] = useState(false);
  const done = async (): Promise<void> => {
    if (!typed.trim() || busy) return;
    setBusy(true);
    const went = await onDone(typed.trim());
    setBusy(false);
    if (went) onClose();
  };
  return (
    <Modal open title={title} okText={ok} cancelText={t("cancel")} width={420} confirmLoading={busy} okButtonProps={{ disabled: !typed.trim() }} onOk={() => void done()} onCancel={onClose} destroyOnHidden>
      <Input autoFocus value={typed} maxLength={100} aria-label={title} placeholder={t("design_name")} onFocus={(event) => event.target.select()} onChange={(event) => setTyped(event.target.value)} onPressEnter={(event) => (event.nativeEvent.isComposing ? undefined : void done())} />
    </Modal>
  );
}
