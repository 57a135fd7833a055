import { useQueryClient } from "@tanstack/react-query";
import { App, Checkbox, Input, Modal } from "antd";
import { useEffect, useState } from "react";
import { api, type FormInfo, keys, problemText, type SavedView } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";
import type { ListState } from "./useList.ts";

/** A view about to be kept; with `id` one that is renamed. */
export type ViewDraft = { id?: string; name: string; shared: boolean };

type DialogProps = { form: FormInfo; list: ListState; draft: ViewDraft | null; onClose: () => void };

/** Asks for a view's name, and keeps what is shown under it. */
export function ViewDialog({ form, list, draft, onClose }: DialogProps) {
  const t = useT("records");
  const client = useQueryClient();
  const { message } = App.useApp();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  useEffect(() => {
    setName(draft?.name ?? "");
    setShared(draft?.shared ?? false);
  }, [draft]);
  const save = async (): Promise<void> => {
    const path = `/forms/${encodeURIComponent(form.key)}/views`;
    try {
      if (draft?.id) await api.patch(`${path}/${draft.id}`, { name: name.trim(), shared });
      const made = draft?.id ? null : await api.post<SavedView>(path, { name: name.trim(), shared, ...list.look() });
      await client.invalidateQueries({ queryKey: keys.views(form.key) });
      if (made) list.place.setSearch({ view: made.id });
      onClose();
    } catch (problem) {
      void message.error(problemText(problem));
    }
  };
  const title = t(draft?.id ? "view_rename" : "save_view");
  return (
    <Modal open={draft !== null} title={title} okText={t("save")} onCancel={onClose} onOk={() => void save()} okButtonProps={{ disabled: !name.trim() }}>
      {draft?.id ? null : <p className="quiet">{t("save_view_hint")}</p>}
      <Input autoFocus maxLength={100} placeholder={t("view_name")} aria-label={t("view_name")} value={name} onChange={(event) => setName(event.target.value)} onPressEnter={() => name.trim() && void save()} />
      <Checkbox className="view-shared" checked={shared} onChange={(event) => setShared(event.target.checked)}>
        {t("share_view")}
      </Checkbox>
    </Modal>
  );
}
