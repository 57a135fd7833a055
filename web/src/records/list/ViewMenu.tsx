import { EllipsisOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import { api, type FormInfo, keys, problemText, useAbility } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import { giveToForm } from "../faces/give.ts";
import { ALL, type ListState } from "./useList.ts";
import { ViewDialog, type ViewDraft } from "./ViewDialog.tsx";
import type { Tab } from "./ViewTabs.tsx";

type MenuOf = { form: FormInfo; list: ListState; tab: Tab; chosen: string; onCopy: (draft: ViewDraft) => void };

/** What can be done with the view shown: keep changes, rename, copy, share, open with it, delete. */
export function ViewMenu({ form, list, tab, chosen, onCopy }: MenuOf) {
  const t = useT("records");
  const label = useLabel();
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const [renaming, setRenaming] = useState<ViewDraft | null>(null);
  const designs = useAbility("design");
  const { saved } = tab;
  const base = `/forms/${encodeURIComponent(form.key)}`;
  const run = (work: Promise<unknown>, done?: string): void => {
    work.then(
      () => {
        if (done) void message.success(done);
        return client.invalidateQueries({ queryKey: keys.views(form.key) });
      },
      (problem) => message.error(problemText(problem)),
    );
  };
  const give = async (): Promise<void> => {
    await giveToForm(form.key, label(tab.name), list.look());
    void message.success(t("view_given"));
  };
  const opens = (chosen || ALL) === tab.id;
  const drop = (): void => {
    const work = (): void => {
      run(api.delete(`${base}/views/${saved?.id}`));
      list.show(ALL, {});
    };
    void modal.confirm({ title: t("drop_view_sure", { name: saved?.name }), okText: t("drop_view"), okButtonProps: { danger: true }, onOk: work });
  };
  const own: MenuProps["items"] =
    saved?.may && !saved.barred
      ? [
          { key: "save", label: t("view_save"), onClick: () => run(api.patch(`${base}/views/${saved.id}`, list.look()), t("view_saved")) },
          { key: "rename", label: t("view_rename"), onClick: () => setRenaming({ id: saved.id, name: saved.name, shared: saved.shared }) },
          { key: "share", label: t(saved.shared ? "view_unshare" : "view_share"), onClick: () => run(api.patch(`${base}/views/${saved.id}`, { shared: !saved.shared })) },
        ]
      : [];
  const items: MenuProps["items"] = [
    ...own,
    { key: "copy", label: t("view_copy"), onClick: () => onCopy({ name: t("view_copy_of", { name: label(tab.name) }), shared: false }) },
    {
      key: "open",
      label: t(opens ? "view_opens" : "view_open_with"),
      disabled: opens,
      onClick: () => run(api.put(`${base}/view`, { view: tab.id === ALL ? null : tab.id }), t("view_opens")),
    },
    ...(saved && designs ? [{ key: "give", label: t("view_give"), onClick: () => run(give()) }] : []),
    ...(saved?.may ? [{ key: "drop", label: t("drop_view"), danger: true, onClick: drop }] : []),
  ];
  return (
    <>
      <Dropdown menu={{ items }} trigger={["click"]}>
        <Button type="text" size="small" icon={<EllipsisOutlined />} aria-label={t("view_menu")} />
      </Dropdown>
      <ViewDialog form={form} list={list} draft={renaming} onClose={() => setRenaming(null)} />
    </>
  );
}
