import { Modal, Select } from "antd";
import { useState } from "react";
import { useLabel, useT } from "../../../kit/index.ts";
import type { AppDoc, DrawnForm } from "./data.ts";

/** Which app, and which of its folders. */
export function PlaceSelect({ apps, app, folder, onPlace }: { apps: AppDoc[]; app: string; folder: string; onPlace: (app: string, folder: string) => void }) {
  const t = useT("forms");
  const label = useLabel();
  const folders = apps.find((one) => one.app === app)?.folders ?? [];
  const options = [...apps.map((one) => ({ value: one.app, label: label(one.label) })), { value: "", label: t("design_no_app") }];
  return (
    <>
      <label className="dl-field">
        <span>{t("design_app")}</span>
        <Select value={app} options={options} aria-label={t("design_app")} onChange={(to: string) => onPlace(to, "")} showSearch={{ optionFilterProp: "label" }} />
      </label>
      {folders.length ? (
        <label className="dl-field">
          <span>{t("design_folder")}</span>
          <Select
            value={folder}
            aria-label={t("design_folder")}
            options={[{ value: "", label: t("design_no_folder") }, ...folders.map((one) => ({ value: one.key, label: label(one.label) }))]}
            onChange={(to: string) => onPlace(app, to)}
          />
        </label>
      ) : null}
    </>
  );
}

type MoveProps = { form: DrawnForm; apps: AppDoc[]; onDone: (app: string, folder: string) => Promise<boolean>; onClose: () => void };

/** Moves a form to another app or folder. */
export function MoveDialog({ form, apps, onDone, onClose }: MoveProps) {
  const t = useT("forms");
  const label = useLabel();
  const [to, setTo] = useState({ app: form.app, folder: form.folder });
  const [busy, setBusy] = useState(false);
  const done = async (): Promise<void> => {
    setBusy(true);
    if (await onDone(to.app, to.folder)) onClose();
    setBusy(false);
  };
  return (
    <Modal open title={t("design_move_form", { name: label(form.label) })} okText={t("design_move")} cancelText={t("cancel")} width={420} confirmLoading={busy} onOk={() => void done()} onCancel={onClose}>
      <PlaceSelect apps={apps} app={to.app} folder={to.folder} onPlace={(app, folder) => setTo({ app, folder })} />
    </Modal>
  );
}
