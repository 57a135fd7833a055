import { Input, Select, Switch } from "antd";
import { useId } from "react";
import { useQuery } from "@tanstack/react-query";
import { api, type Paged, type Problem, useMe } from "../../../api/index.ts";
import { Icon, ICON_NAMES, labelText, STAGES, StageDot, useLang, useT } from "../../../kit/index.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { AboutFold } from "./AboutFold.tsx";
import { Fold, Line } from "./Fold.tsx";
import { GuardsFold } from "./GuardsFold.tsx";
import { LabelInput } from "./LabelInput.tsx";
import { LinkageFold } from "./LinkageFold.tsx";
import { useSiblings } from "./MapEditor.tsx";
import { NextFold } from "./NextFold.tsx";
import { NumbersFold } from "./NumbersFold.tsx";
import { OrderInput } from "./OrderInput.tsx";
import { TitleTemplate } from "./TitleTemplate.tsx";
import { UniquesFold } from "./UniquesFold.tsx";
import { UpdatesFold } from "./UpdatesFold.tsx";
import { useFormChange } from "./useField.ts";
import { ViewsFold } from "./ViewsFold.tsx";

/** The properties of the whole form. */
export function FormPanel() {
  return (
    <div className="dp">
      <Basics />
      <Look />
      <LinkageFold />
      <GuardsFold />
      <UniquesFold />
      <NumbersFold />
      <NextFold />
      <UpdatesFold />
      <AboutFold />
      <ViewsFold />
    </div>
  );
}

function Basics() {
  const t = useT("forms");
  const lang = useLang();
  const id = useId();
  const d = useDesigner();
  const change = useFormChange();
  const name = labelText(d.doc.label, lang);
  const fields = useSiblings("");
  return (
    <Fold name="form" title={t("df_basics")}>
      <Line label={t("df_name")} htmlFor={id} errors={d.errors.label}>
        <LabelInput id={id} name={t("df_name")} value={d.doc.label} onChange={(label) => change(name, { label: label ?? "" })} />
      </Line>
      <Line label={t("dp_hint")} hint={t("df_hint_about")}>
        <LabelInput long name={t("dp_hint")} value={d.doc.hint} placeholder={t("dp_hint_none")} onChange={(hint) => change(t("dp_hint"), { hint })} />
      </Line>
      <Line label={t("df_title")} hint={t("df_title_about")} errors={d.errors.title}>
        <TitleTemplate value={String(d.doc.title ?? "")} onChange={(title) => change(t("df_title"), { title: title || undefined })} />
      </Line>
      <Line label={t("df_sort")} hint={t("df_sort_about")}>
        <OrderInput label={t("df_sort")} fields={[...fields, { value: "created_at", label: t("de_own.created_at") }]} value={String(d.doc.sort ?? "-created_at")} onChange={(sort) => change(t("df_sort"), { sort: sort || undefined })} />
      </Line>
      <AppLine />
      <Line label={t("df_hidden")} hint={t("df_hidden_about")} beside>
        <Switch size="small" aria-label={t("df_hidden")} checked={Boolean(d.doc.hidden)} onChange={(on) => change(t("df_hidden"), { hidden: on || undefined })} />
      </Line>
    </Fold>
  );
}

type App = { key: string; definition: { label: unknown; folders?: { key: string; label: unknown }[] } };

function AppLine() {
  const t = useT("forms");
  const lang = useLang();
  const d = useDesigner();
  const change = useFormChange();
  const apps = useQuery<App[], Problem>({ queryKey: ["form", "*", "apps"], queryFn: async ({ signal }) => (await api.get<Paged<App>>("/apps", {}, signal)).items, staleTime: 60_000 });
  const me = useMe();
  const known = apps.data?.map((one) => ({ value: one.key, label: labelText(one.definition.label as never, lang) || one.key })) ?? me.data?.apps.map((one) => ({ value: one.key, label: labelText(one.label, lang) }));
  const folders = apps.data?.find((one) => one.key === d.doc.app)?.definition.folders ?? [];
  return (
    <>
      <Line label={t("df_app")} errors={d.errors.app}>
        <Select aria-label={t("df_app")} allowClear placeholder={t("df_app_none")} value={d.doc.app || undefined} options={known} onChange={(app?: string) => change(t("df_app"), { app, folder: undefined })} />
      </Line>
      {folders.length ? (
        <Line label={t("df_folder")} errors={d.errors.folder}>
          <Select aria-label={t("df_folder")} allowClear placeholder={t("dp_none")} value={d.doc.folder || undefined} options={folders.map((one) => ({ value: one.key, label: labelText(one.label as never, lang) }))} onChange={(folder?: string) => change(t("df_folder"), { folder })} />
        </Line>
      ) : null}
    </>
  );
}

function Look() {
  const t = useT("forms");
  const k = useT("kit");
  const d = useDesigner();
  const change = useFormChange();
  return (
    <Fold name="look" title={t("df_look")} shut>
      <Line label={t("df_stage")} hint={t("df_stage_about")}>
        <Select
          aria-label={t("df_stage")}
          allowClear
          placeholder={t("dp_none")}
          value={(d.doc.stage as string | undefined) || undefined}
          options={STAGES.map((stage) => ({
            value: stage,
            label: (
              <span className="dp-stage">
                <StageDot stage={stage} size={10} /> {k(`stage.${stage}`)}
              </span>
            ),
          }))}
          onChange={(stage?: string) => change(t("df_stage"), { stage })}
        />
      </Line>
      <Line label={t("df_icon")}>
        <div className="dp-icons" role="group" aria-label={t("df_icon")}>
          {ICON_NAMES.map((name) => (
            <button key={name} type="button" aria-label={name} aria-pressed={d.doc.icon === name} onClick={() => change(t("df_icon"), { icon: d.doc.icon === name ? undefined : name })}>
              <Icon name={name} />
            </button>
          ))}
        </div>
      </Line>
      <Line label={t("df_key")} hint={t("dp_key_about")}>
        <Input className="mono" readOnly aria-label={t("df_key")} value={d.key} />
      </Line>
    </Fold>
  );
}
