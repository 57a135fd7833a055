import { SaveOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Input, Modal, Popconfirm } from "antd";
import { useState } from "react";
import { api, type FormInfo, keys, problemText, type SavedView } from "../../api/index.ts";
import { type Label, useLabel, useT } from "../../kit/index.ts";
import type { ListState, ViewBody } from "./useList.ts";
import { useViews } from "./data.ts";

type Tab = { id: string; name: Label | string; body: ViewBody; saved?: SavedView };

/** All records, the form's own views, saved views; and saving what is shown now. */
export function ViewTabs({ form, list }: { form: FormInfo; list: ListState }) {
  const t = useT("records");
  const label = useLabel();
  const saved = useViews(form.key);
  const [saving, setSaving] = useState(false);
  const tabs: Tab[] = [
    { id: "", name: t("all"), body: {} },
    ...form.definition.views.map((view) => ({ id: `form.${view.key}`, name: view.label, body: view })),
    ...(saved.data?.items ?? [])
      .filter((view) => !form.definition.views.some((own) => own.key === view.id))
      .map((view) => ({ id: view.id, name: view.name, body: view, saved: view })),
  ];
  const changed = list.where !== "" || list.sort !== "" || Boolean(list.place.search.cols);
  return (
    <div className="views" role="tablist" aria-label={t("views")}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          aria-selected={list.view === tab.id}
          className={list.view === tab.id ? "view here" : "view"}
          onClick={() => list.show(tab.id, tab.body)}
        >
          {label(tab.name)}
          {tab.saved?.shared ? <span className="faint"> · {t("shared")}</span> : null}
        </button>
      ))}
      {changed ? (
        <Button type="text" size="small" icon={<SaveOutlined />} onClick={() => setSaving(true)}>
          {t("save_view")}
        </Button>
      ) : null}
      <Drop form={form} list={list} view={tabs.find((tab) => tab.id === list.view)?.saved} />
      <SaveView form={form} list={list} open={saving} onClose={() => setSaving(false)} />
    </div>
  );
}

function Drop({ form, list, view }: { form: FormInfo; list: ListState; view: SavedView | undefined }) {
  const t = useT("records");
  const client = useQueryClient();
  const { message } = App.useApp();
  if (!view?.own) return null;
  const drop = (): void => {
    api.delete(`/forms/${form.key}/views/${view.id}`).then(
      () => {
        list.show("", {});
        return client.invalidateQueries({ queryKey: keys.views(form.key) });
      },
      (problem) => message.error(problemText(problem)),
    );
  };
  return (
    <Popconfirm title={t("drop_view_sure", { name: view.name })} okText={t("drop_view")} onConfirm={drop}>
      <Button type="text" size="small">
        {t("drop_view")}
      </Button>
    </Popconfirm>
  );
}

type SaveProps = { form: FormInfo; list: ListState; open: boolean; onClose: () => void };

function SaveView({ form, list, open, onClose }: SaveProps) {
  const t = useT("records");
  const client = useQueryClient();
  const { message } = App.useApp();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const save = async (): Promise<void> => {
    const fields = list.columns.map((column) => column.key);
    const body = { name: name.trim(), shared, where: list.where || null, sort: list.sort || null, fields };
    try {
      const view = await api.post<SavedView>(`/forms/${form.key}/views`, body);
      await client.invalidateQueries({ queryKey: keys.views(form.key) });
      list.place.setSearch({ view: view.id });
      setName("");
      onClose();
    } catch (problem) {
      void message.error(problemText(problem));
    }
  };
  return (
    <Modal open={open} title={t("save_view")} okText={t("save")} onCancel={onClose} onOk={() => void save()} okButtonProps={{ disabled: !name.trim() }}>
      <p className="quiet">{t("save_view_hint")}</p>
      <Input autoFocus placeholder={t("view_name")} value={name} onChange={(event) => setName(event.target.value)} onPressEnter={() => name.trim() && void save()} />
      <Checkbox className="view-shared" checked={shared} onChange={(event) => setShared(event.target.checked)}>
        {t("share_view")}
      </Checkbox>
    </Modal>
  );
}
