import { Input, Modal, Segmented } from "antd";
import { useState } from "react";
import { labelText, useLang, useT } from "../../../kit/index.ts";
import type { Doc } from "../model/doc.ts";
import { server } from "../model/server.ts";
import { type AppDoc, type DrawnForm, makeForm, sheetDoc, templateDoc, useDoing } from "./data.ts";
import { PlaceSelect } from "./MoveDialog.tsx";
import { CopyPick, SheetPick, TemplatePick } from "./Sources.tsx";

const SOURCES = ["blank", "template", "sheet", "copy"] as const;
type Source = (typeof SOURCES)[number];

/** What a new form begins as. */
export type Begin = { name: string; doc: () => Promise<Partial<Doc>>; notices?: string[] };

type NewFormProps = { place: { app: string; folder: string }; apps: AppDoc[]; forms: DrawnForm[]; onClose: () => void; onMade: (key: string) => void };

/** Makes a form: empty, from a template, from the columns of an Excel file, or as a copy of another. */
export function NewForm({ place, apps, forms, onClose, onMade }: NewFormProps) {
  const t = useT("forms");
  const lang = useLang();
  const doing = useDoing();
  const [at, setAt] = useState(place);
  const [source, setSource] = useState<Source>("blank");
  const [name, setName] = useState("");
  const [begin, setBegin] = useState<Begin | null>(null);
  const [busy, setBusy] = useState(false);
  const named = name.trim() || begin?.name || "";
  const ready = named !== "" && (source === "blank" || begin !== null);
  const make = async (): Promise<void> => {
    if (!ready || busy) return;
    setBusy(true);
    await doing(async () => {
      const doc = source === "blank" || !begin ? {} : await begin.doc();
      onMade(await makeForm(named, lang, at, doc, new Set(forms.map((one) => one.key))));
    });
    setBusy(false);
  };
  const choose = (to: Source): void => {
    setSource(to);
    setBegin(null);
  };
  const fromSheet = async (file: File): Promise<void> => {
    await doing(async () => {
      const read = await sheetDoc(file);
      setBegin({ name: file.name.replace(/\.\w+$/, ""), doc: () => Promise.resolve(read.definition), notices: read.notices });
    });
  };
  return (
    <Modal open title={t("design_new_form")} okText={t("design_make")} cancelText={t("cancel")} width={620} confirmLoading={busy} okButtonProps={{ disabled: !ready }} onOk={() => void make()} onCancel={onClose}>
      <div className="dl-new">
        <label className="dl-field">
          <span>{t("design_form_name")}</span>
          <Input autoFocus value={name} maxLength={100} placeholder={begin?.name || t("design_form_name_hint")} onChange={(event) => setName(event.target.value)} onPressEnter={(event) => (event.nativeEvent.isComposing ? undefined : void make())} />
        </label>
        <div className="dl-two">
          <PlaceSelect apps={apps} app={at.app} folder={at.folder} onPlace={(app, folder) => setAt({ app, folder })} />
        </div>
        <Segmented block value={source} onChange={choose} options={SOURCES.map((one) => ({ value: one, label: t(`design_from.${one}`) }))} aria-label={t("design_from")} />
        {source === "blank" ? <p className="dl-hint">{t("design_from_hint.blank")}</p> : null}
        {source === "template" ? <TemplatePick onPick={(one) => setBegin({ name: labelText(one.label, lang), doc: () => templateDoc(one) })} /> : null}
        {source === "sheet" ? <SheetPick begin={begin} onFile={(file) => void fromSheet(file)} /> : null}
        {source === "copy" ? (
          <CopyPick forms={forms} onPick={(one) => setBegin({ name: t("design_copy_name", { name: labelText(one.label, lang) }), doc: async () => (await server.load(one.key)).definition })} />
        ) : null}
      </div>
    </Modal>
  );
}
