import { LockOutlined, SaveOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import type { FormInfo, SavedView, ViewLook } from "../../api/index.ts";
import { DraftsButton } from "../../forms/drafts/DraftsButton.tsx";
import { FaceMenu } from "../faces/FaceMenu.tsx";
import { type Label, useIsPhone, useLabel, useT } from "../../kit/index.ts";
import { useViews } from "./data.ts";
import { ALL, type ListState } from "./useList.ts";
import { ViewDialog, type ViewDraft } from "./ViewDialog.tsx";
import { ViewMenu } from "./ViewMenu.tsx";

export type Tab = { id: string; name: Label | string; body: Partial<ViewLook>; saved?: SavedView };

/** The views of a form's list: all records, the form's own, those kept. */
export function useTabs(form: FormInfo): { tabs: Tab[]; chosen: string | undefined } {
  const t = useT("records");
  const saved = useViews(form.key).data;
  const kept = (saved?.items ?? []).filter((view) => !form.definition.views.some((own) => own.key === view.id));
  const tabs = [
    { id: ALL, name: t("all"), body: {} },
    ...form.definition.views.map((view) => ({ id: `form.${view.key}`, name: view.label, body: view })),
    ...kept.map((view) => ({ id: view.id, name: view.name, body: view, saved: view })),
  ];
  return { tabs, chosen: saved?.chosen };
}

/** A list opened without anything in its address begins with the view that the person chose. */
function useChosen(list: ListState, tabs: Tab[], chosen: string | undefined): void {
  const fresh = useRef(Object.keys(list.place.search).length === 0);
  useEffect(() => {
    if (!fresh.current || chosen === undefined) return;
    fresh.current = false;
    const tab = tabs.find((one) => one.id === chosen);
    if (tab && Object.keys(list.place.search).length === 0) list.show(tab.id, tab.body);
  }, [chosen, list, tabs]);
}

/** All records, the form's own views, kept views; keeping what is shown now, and its face. */
export function ViewTabs({ form, list }: { form: FormInfo; list: ListState }) {
  const t = useT("records");
  const label = useLabel();
  const phone = useIsPhone();
  const { tabs, chosen } = useTabs(form);
  const [draft, setDraft] = useState<ViewDraft | null>(null);
  useChosen(list, tabs, chosen);
  const here = tabs.find((tab) => tab.id === list.view);
  const changed = list.where !== "" || list.sort !== "" || list.face.kind !== "table" || Boolean(list.place.search.cols);
  return (
    <div className="views">
      <div className="view-tabs" role="tablist" aria-label={t("views")}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            aria-selected={list.view === tab.id}
            className={list.view === tab.id ? "view here" : "view"}
            onClick={() => list.show(tab.id, tab.body)}
          >
            {tab.saved?.barred ? <LockOutlined /> : null} {label(tab.name)}
            {tab.saved?.shared ? <span className="faint"> · {t("shared")}</span> : null}
          </button>
        ))}
      </div>
      {here ? <ViewMenu form={form} list={list} tab={here} chosen={chosen ?? ""} onCopy={setDraft} /> : null}
      {changed ? (
        <Button type="text" size="small" icon={<SaveOutlined />} aria-label={t("save_view")} onClick={() => setDraft({ name: "", shared: false })}>
          {phone ? null : t("save_view")}
        </Button>
      ) : null}
      <span className="views-gap" />
      <DraftsButton form={form.key} />
      <FaceMenu form={form} list={list} />
      <ViewDialog form={form} list={list} draft={draft} onClose={() => setDraft(null)} />
    </div>
  );
}
