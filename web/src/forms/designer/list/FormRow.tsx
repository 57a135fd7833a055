import { EyeOutlined, MoreOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { App, Button, Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import { Code, Icon, showAgo, StageDot, Tag, type Tone, useLabel, useLang, usePlace, useT } from "../../../kit/index.ts";
import { setForm } from "../model/ops.ts";
import { server } from "../model/server.ts";
import { type AppDoc, changeForm, discardForm, type DrawnForm, makeForm, restoreForm, retireForm, useDoing } from "./data.ts";
import { MoveDialog } from "./MoveDialog.tsx";
import { NameDialog } from "./NameDialog.tsx";

const TONES: Record<DrawnForm["state"], Tone> = { draft: "teal", published: "green", retired: "grey" };

type RowProps = { form: DrawnForm; apps: AppDoc[]; phone: boolean; taken: ReadonlySet<string> };

/** One form of the list: what state it is in, who drew it last, what can be done with it. */
export function FormRow({ form, apps, phone, taken }: RowProps) {
  const t = useT("forms");
  const lang = useLang();
  const label = useLabel();
  const name = label(form.label) || form.key;
  return (
    <li className="dl-form">
      <Link to={phone ? `/preview/${form.key}` : `/design/${form.key}`} className="dl-name">
        <Icon name={form.icon} />
        {form.stage ? <StageDot stage={form.stage} /> : null}
        <span className="cut">{name}</span>
      </Link>
      <span className="dl-key">
        <Code>{form.key}</Code>
      </span>
      <span className="dl-state">
        <Tag tone={TONES[form.state]}>{t(`design_state.${form.state}`)}</Tag>
        {form.state === "draft" && form.published ? <Tag>{t("design_in_use", { version: form.version - 1 })}</Tag> : null}
        {form.state === "published" ? <span className="faint">v{form.version}</span> : null}
      </span>
      <span className="dl-who faint cut">{t("design_by", { by: form.by, ago: showAgo(form.at, lang) })}</span>
      <span className="dl-acts">
        <Link to={`/preview/${form.key}`} className="dl-see" aria-label={t("design_preview_of", { name })} title={t("design_preview")}>
          <EyeOutlined />
        </Link>
        {phone ? null : <RowMenu form={form} name={name} apps={apps} taken={taken} />}
      </span>
    </li>
  );
}

type MenuProps_ = { form: DrawnForm; name: string; apps: AppDoc[]; taken: ReadonlySet<string> };

function RowMenu({ form, name, apps, taken }: MenuProps_) {
  const t = useT("forms");
  const lang = useLang();
  const place = usePlace();
  const doing = useDoing();
  const { modal } = App.useApp();
  const [asked, setAsked] = useState<"name" | "move" | "copy" | null>(null);
  const close = (): void => setAsked(null);
  const rename = (to: string): Promise<boolean> => doing(() => changeForm(form.key, (doc) => setForm(doc, { label: { ...form.label, [lang]: to } }), t("design_note_renamed")));
  const move = (app: string, folder: string): Promise<boolean> =>
    doing(() => changeForm(form.key, (doc) => setForm(doc, { app: app || undefined, folder: folder || undefined }), t("design_note_moved")));
  const copy = (to: string): Promise<boolean> =>
    doing(async () => {
      const { definition } = await server.load(form.key);
      place.go(`/design/${await makeForm(to, lang, form, definition, taken)}`);
    });
  const sure = (title: string, content: string, okText: string, act: () => Promise<boolean>): void => void modal.confirm({ title, content, okText, cancelText: t("cancel"), onOk: act });
  const retire = (): void => sure(t("design_retire_sure", { name }), t("design_retire_hint"), t("design_retire"), () => doing(() => retireForm(form.key, ""), t("design_retired_now", { name })));
  const discard = (): void => sure(t("design_discard_sure", { name }), t(form.published ? "design_discard_hint" : "design_discard_new_hint"), t("design_discard"), () => doing(() => discardForm(form.key)));
  const items: MenuProps["items"] = [
    form.published ? { key: "list", label: t("design_open_list"), onClick: () => place.go(`/f/${form.key}`) } : null,
    { key: "rename", label: t("design_rename"), onClick: () => setAsked("name") },
    { key: "move", label: t("design_move"), onClick: () => setAsked("move") },
    { key: "copy", label: t("design_copy_form"), onClick: () => setAsked("copy") },
    { type: "divider" as const },
    form.state === "draft" ? { key: "discard", label: t("design_discard"), onClick: discard } : null,
    form.published ? { key: "retire", label: t("design_retire"), onClick: retire } : null,
    form.state === "retired" ? { key: "restore", label: t("design_restore"), onClick: () => void doing(() => restoreForm(form.key), t("design_restored", { name })) } : null,
  ].filter((item) => item !== null);
  return (
    <>
      <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
        <Button type="text" size="small" icon={<MoreOutlined />} aria-label={t("design_more_of", { name })} />
      </Dropdown>
      {asked === "name" ? <NameDialog title={t("design_rename_form")} name={name} ok={t("design_rename")} onDone={rename} onClose={close} /> : null}
      {asked === "copy" ? <NameDialog title={t("design_copy_form")} name={t("design_copy_name", { name })} ok={t("design_make")} onDone={copy} onClose={close} /> : null}
      {asked === "move" ? <MoveDialog form={form} apps={apps} onDone={move} onClose={close} /> : null}
    </>
  );
}
