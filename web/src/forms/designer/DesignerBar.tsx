import { ArrowLeftOutlined, RedoOutlined, UndoOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { useState } from "react";
import { labelText, Tag, usePlace, useT } from "../../kit/index.ts";
import { shortTime } from "../fill/state.ts";
import { relabelled } from "./actions.ts";
import { LabelEdit } from "./canvas/LabelEdit.tsx";
import { HelpButton } from "./help/HelpButton.tsx";
import { setForm } from "./model/ops.ts";
import { type Designer, useDesigner } from "./model/useDesigner.ts";
import { TABS } from "./tabs.ts";

type BarProps = { tab: string; onTab: (key: string) => void };

/** The designer's top bar: the form, its tabs, undo, preview, publish. */
export function DesignerBar({ tab, onTab }: BarProps) {
  const t = useT("forms");
  const place = usePlace();
  const d = useDesigner();
  return (
    <header className="dz-bar">
      <div className="dz-bar-left">
        <Button type="text" icon={<ArrowLeftOutlined />} aria-label={t("design_back")} onClick={() => place.go("/design")} />
        <FormName d={d} />
        <Tag tone={d.info.state === "published" ? "teal" : "grey"}>
          {t(`design_state.${d.info.state}`)} {d.info.state === "draft" ? "" : `v${d.info.version}`}
        </Tag>
        <SavingWords d={d} />
      </div>
      <div className="dz-tabs" role="tablist" aria-label={t("design_parts")} onKeyDown={stepTab}>
        {TABS.map((one) => (
          <button key={one.key} type="button" role="tab" aria-selected={one.key === tab} tabIndex={one.key === tab ? 0 : -1} className="dz-tab" onClick={() => onTab(one.key)}>
            {t(one.label)}
          </button>
        ))}
      </div>
      <div className="dz-bar-right">
        <HelpButton tab={tab} />
        <StepButton icon={<UndoOutlined />} name={d.canUndo} word="design_undo" none="design_undo_none" onStep={d.undo} />
        <StepButton icon={<RedoOutlined />} name={d.canRedo} word="design_redo" none="design_redo_none" onStep={d.redo} />
        <Button type="primary" onClick={() => onTab("publish")}>
          {t("design_publish")}
        </Button>
      </div>
    </header>
  );
}

/** The form's name, renamed where it stands. */
function FormName({ d }: { d: Designer }) {
  const t = useT("forms");
  const [editing, setEditing] = useState(false);
  const name = labelText(d.doc.label, d.lang) || d.key;
  const commit = (text: string): void => {
    setEditing(false);
    if (text.trim() !== name) d.apply(t("design_did.label", { what: text.trim() }), (doc) => setForm(doc, { label: relabelled(doc.label, d.lang, text.trim(), undefined) }));
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

function StepButton({ icon, name, word, none, onStep }: StepProps) {
  const t = useT("forms");
  const words = name ? t(word, { name }) : t(none);
  return (
    <Tooltip title={words}>
      <Button type="text" icon={icon} aria-label={words} disabled={name === null} onClick={onStep} />
    </Tooltip>
  );
}

/** Whether the server has what is drawn. */
function SavingWords({ d }: { d: Designer }) {
  const t = useT("forms");
  if (d.refused) return <span className="dz-saving dz-refused">{t("design_refused", { why: d.refused.message })}</span>;
  const time = d.savedAt ? shortTime(d.savedAt) : "";
  const words = d.saving === "saved" && !time ? "" : t(`design_saving.${d.saving}`, { time });
  return (
    <span className="dz-saving" role="status" data-saving={d.saving}>
      {words}
    </span>
  );
}
