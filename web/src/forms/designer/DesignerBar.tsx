import { ArrowLeftOutlined, EyeOutlined, RedoOutlined, UndoOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { memo, useState } from "react";
import { labelText, Tag, useLang, usePlace, useT } from "../../kit/index.ts";
import { ShareButton } from "../share/ShareButton.tsx";
import { shortTime } from "../fill/state.ts";
import { relabelled } from "./actions.ts";
import { LabelEdit } from "./canvas/LabelEdit.tsx";
import { HelpButton } from "./help/HelpButton.tsx";
import { setForm } from "./model/ops.ts";
import { useDesignerPart, useDesignerStore } from "./model/useDesigner.ts";
import { TABS } from "./tabs.ts";

type BarProps = { tab: string; onTab: (key: string) => void; onPreview: () => void };

/** The designer's top bar: the form, its tabs, undo, publish. */
export function DesignerBar({ tab, onTab, onPreview }: BarProps) {
  const t = useT("forms");
  const place = usePlace();
  const { undo, redo } = useDesignerStore();
  const undoes = useDesignerPart((state) => state.history.past.at(-1)?.name ?? null);
  const redoes = useDesignerPart((state) => state.history.future.at(-1)?.name ?? null);
  return (
    <header className="dz-bar">
      <div className="dz-bar-left">
        <Button type="text" icon={<ArrowLeftOutlined />} aria-label={t("design_back")} onClick={() => place.go("/design")} />
        <FormName />
        <StateTag />
        <SavingWords />
      </div>
      <div className="dz-tabs" role="tablist" aria-label={t("design_parts")} onKeyDown={stepTab}>
        {TABS.map((one) => (
          <button key={one.key} type="button" role="tab" aria-selected={one.key === tab} tabIndex={one.key === tab ? 0 : -1} className="dz-tab" onClick={() => onTab(one.key)}>
            {t(one.label)}
          </button>
        ))}
      </div>
      <div className="dz-bar-right">
        <Share />
        <HelpButton tab={tab} />
        <StepButton icon={UNDO} name={undoes} word="design_undo" none="design_undo_none" onStep={undo} />
        <StepButton icon={REDO} name={redoes} word="design_redo" none="design_redo_none" onStep={redo} />
        <Button icon={<EyeOutlined />} onClick={onPreview}>
          {t("design_preview")}
        </Button>
        <Button type="primary" onClick={() => onTab("publish")}>
          {t("design_publish")}
        </Button>
      </div>
    </header>
  );
}

const UNDO = <UndoOutlined />;
const REDO = <RedoOutlined />;

/** Public links, once there is something to be filled in. */
function Share() {
  const key = useDesignerPart((state) => state.key);
  const published = useDesignerPart((state) => state.published !== null);
  return published ? <ShareButton form={key} plain /> : null;
}

function StateTag() {
  const t = useT("forms");
  const info = useDesignerPart((state) => state.info);
  return (
    <Tag tone={info.state === "published" ? "teal" : "grey"}>
      {t(`design_state.${info.state}`)} {info.state === "draft" ? "" : `v${info.version}`}
    </Tag>
  );
}

/** The form's name, renamed where it stands. */
function FormName() {
  const t = useT("forms");
  const lang = useLang();
  const store = useDesignerStore();
  const [editing, setEditing] = useState(false);
  const name = useDesignerPart((state) => labelText(state.doc.label, lang) || state.key);
  const commit = (text: string): void => {
    setEditing(false);
    if (text.trim() !== name) store.apply(t("design_did.label", { what: text.trim() }), (doc) => setForm(doc, { label: relabelled(doc.label, lang, text.trim(), undefined) }));
  };
  return (
    <h1 className="dz-name">
      {editing ? (
        <LabelEdit text={name} label={t("design_form_name")} onDone={commit} onLeave={() => setEditing(false)} />
      ) : (
        <button type="button" title={t("design_rename_here")} onClick={() => setEditing(true)}>
          {name}
        </button>
      )}
    </h1>
  );
}

/** Arrow keys go from tab to tab. */
function stepTab(event: React.KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (!step) return;
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")];
  const next = tabs[tabs.indexOf(document.activeElement as HTMLElement) + step];
  next?.focus();
  next?.click();
}

type StepProps = { icon: React.ReactNode; name: string | null; word: string; none: string; onStep: () => void };

const StepButton = memo(function StepButton({ icon, name, word, none, onStep }: StepProps) {
  const t = useT("forms");
  const words = name ? t(word, { name }) : t(none);
  return (
    <Tooltip title={words}>
      <Button type="text" icon={icon} aria-label={words} disabled={name === null} onClick={onStep} />
    </Tooltip>
  );
});

/** Whether the server has what is drawn. */
function SavingWords() {
  const t = useT("forms");
  const refused = useDesignerPart((state) => state.refused);
  const saving = useDesignerPart((state) => state.saving);
  const savedAt = useDesignerPart((state) => state.savedAt);
  if (refused) return <span className="dz-saving dz-refused">{t("design_refused", { why: refused.message })}</span>;
  const time = savedAt ? shortTime(savedAt) : "";
  return (
    <span className="dz-saving" role="status" data-saving={saving}>
      {saving === "saved" && !time ? "" : t(`design_saving.${saving}`, { time })}
    </span>
  );
}
