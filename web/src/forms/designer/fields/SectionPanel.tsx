import { Input, Switch } from "antd";
import { labelText, useLang, useT } from "../../../kit/index.ts";
import { ConditionInput } from "../expr/ConditionInput.tsx";
import { relabelled } from "../actions.ts";
import type { SectionDoc } from "../model/doc.ts";
import { setSection } from "../model/ops.ts";
import { useDesigner } from "../model/useDesigner.ts";

/** The properties of one section. */
export function SectionPanel({ index }: { index: number }) {
  const t = useT("forms");
  const lang = useLang();
  const d = useDesigner();
  const section = d.doc.sections?.[index];
  if (!section) return null;
  const name = labelText(section.label, lang);
  const set = (changes: Partial<SectionDoc>): void => d.apply(t("design_did.set", { what: name || t("design_section") }), (doc) => setSection(doc, index, changes));
  const worded = (old: SectionDoc["hint"], text: string) => relabelled(old, lang, text, undefined);
  return (
    <div className="dz-props">
      <label className="dz-prop">
        <span>{t("design_section_title")}</span>
        <Input value={name} maxLength={200} placeholder={t("design_section_plain")} onChange={(event) => set({ label: worded(section.label, event.target.value) })} />
      </label>
      <label className="dz-prop">
        <span>{t("design_hint")}</span>
        <Input.TextArea
          autoSize={{ minRows: 1, maxRows: 4 }}
          value={labelText(section.hint, lang)}
          maxLength={500}
          onChange={(event) => set({ hint: event.target.value ? worded(section.hint, event.target.value) : undefined })}
        />
      </label>
      <div className="dz-prop">
        <span>{t("dp_visible_when")}</span>
        <ConditionInput at="" label={t("dp_visible_when")} add={t("dp_visible_when_add")} value={section.visible_when} onChange={(text) => set({ visible_when: text })} />
      </div>
      <div className="dz-prop dz-prop-row">
        <span id="dz-tab-word">{t("design_as_tab")}</span>
        <Switch size="small" aria-labelledby="dz-tab-word" checked={Boolean(section.tab)} onChange={(tab) => set({ tab: tab || undefined })} />
      </div>
      <div className="dz-prop dz-prop-row">
        <span id="dz-folded-word">{t("design_starts_folded")}</span>
        <Switch size="small" aria-labelledby="dz-folded-word" checked={Boolean(section.collapsed)} onChange={(collapsed) => set({ collapsed: collapsed || undefined })} />
      </div>
    </div>
  );
}
