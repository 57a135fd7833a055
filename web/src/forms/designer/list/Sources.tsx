import { Input, Upload } from "antd";
import { useState } from "react";
import { ProblemBox } from "../../../api/index.ts";
import { Icon, type Label, labelText, StageDot, useLang, useT, Waiting } from "../../../kit/index.ts";
import { type DrawnForm, type Template, useTemplates } from "./data.ts";
import type { Begin } from "./NewForm.tsx";

type Pickable = { key: string; label: Label; aside: string; icon: string; stage: string | null };

/** A searchable list of which one is picked. */
function Picks<T extends Pickable>({ items, onPick }: { items: T[]; onPick: (one: T) => void }) {
  const t = useT("forms");
  const lang = useLang();
  const [typed, setTyped] = useState("");
  const [picked, setPicked] = useState("");
  const wanted = typed.trim().toLowerCase();
  const shown = items.filter((one) => [one.label.zh, one.label.en, one.key, one.aside].some((text) => text.toLowerCase().includes(wanted)));
  return (
    <div>
      <Input allowClear value={typed} placeholder={t("design_find")} aria-label={t("design_find")} onChange={(event) => setTyped(event.target.value)} />
      <div className="dl-picks" role="radiogroup">
        {shown.map((one) => (
          <button
            key={one.key}
            type="button"
            role="radio"
            aria-checked={picked === one.key}
            className={picked === one.key ? "dl-pick on" : "dl-pick"}
            onClick={() => {
              setPicked(one.key);
              onPick(one);
            }}
          >
            <Icon name={one.icon} />
            {one.stage ? <StageDot stage={one.stage} /> : null}
            <span className="cut">{labelText(one.label, lang)}</span>
            <span className="faint cut">{one.aside}</span>
          </button>
        ))}
        {shown.length ? null : <p className="dl-hint">{t("design_found_none")}</p>}
      </div>
    </div>
  );
}

/** A form of a shipped pack. */
export function TemplatePick({ onPick }: { onPick: (one: Template) => void }) {
  const t = useT("forms");
  const templates = useTemplates(true);
  const [picked, setPicked] = useState<Template | null>(null);
  if (templates.error) return <ProblemBox problem={templates.error} onRetry={() => void templates.refetch()} />;
  if (!templates.data) return <Waiting rows={4} />;
  const items = templates.data.map((one) => ({ key: `${one.pack}/${one.key}`, label: one.label, icon: one.icon, stage: one.stage, aside: t("design_fields_count", { count: one.fields }), one }));
  return (
    <div>
      <Picks
        items={items}
        onPick={({ one }) => {
          setPicked(one);
          onPick(one);
        }}
      />
      {picked?.needs.length ? <p className="dl-hint">{t("design_needs", { forms: picked.needs.join(t("comma")) })}</p> : null}
    </div>
  );
}

/** A form that is here already. */
export function CopyPick({ forms, onPick }: { forms: DrawnForm[]; onPick: (one: DrawnForm) => void }) {
  return <Picks items={forms.map((one) => ({ ...one, aside: one.key }))} onPick={onPick} />;
}

/** An Excel or CSV file: each column becomes a field. */
export function SheetPick({ begin, onFile }: { begin: Begin | null; onFile: (file: File) => void }) {
  const t = useT("forms");
  return (
    <div>
      <Upload.Dragger
        accept=".xlsx,.csv"
        maxCount={1}
        showUploadList={{ showRemoveIcon: false }}
        beforeUpload={(file) => {
          onFile(file);
          return false;
        }}
      >
        <p className="dl-drop">{t("design_sheet_drop")}</p>
        <p className="dl-hint">{t("design_from_hint.sheet")}</p>
      </Upload.Dragger>
      {begin ? <SheetRead begin={begin} /> : null}
    </div>
  );
}

function SheetRead({ begin }: { begin: Begin }) {
  const t = useT("forms");
  return (
    <div className="dl-read" role="status">
      <b>{t("design_sheet_read", { name: begin.name })}</b>
      {begin.notices?.map((notice) => (
        <div key={notice} className="quiet">
          {notice}
        </div>
      ))}
    </div>
  );
}
