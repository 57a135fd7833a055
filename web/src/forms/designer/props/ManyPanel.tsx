import { Button, Segmented } from "antd";
import { useT } from "../../../kit/index.ts";
import { fieldAt, type FieldDoc, splitPath, widthOf } from "../model/doc.ts";
import { removeFields, setField } from "../model/ops.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { ConditionInput } from "../expr/ConditionInput.tsx";
import { WidthPick } from "./FieldPanel.tsx";
import { Fold, Line } from "./Fold.tsx";

/** What several fields have in common: a change goes to all of them. */
export function ManyPanel() {
  const t = useT("forms");
  const d = useDesigner();
  const fields = d.selected.flatMap((path) => {
    const field = fieldAt(d.doc, path);
    return field ? [{ path, field }] : [];
  });
  const set = (changes: Partial<FieldDoc>): void => d.apply(t("dp_changed_many", { n: fields.length }), (doc) => fields.reduce((now, { path }) => setField(now, path, changes), doc));
  const same = <T,>(pick: (field: FieldDoc) => T): T | null => {
    const values = new Set(fields.map(({ field }) => pick(field)));
    return values.size === 1 ? [...values][0]! : null;
  };
  const top = fields.every(({ path }) => !splitPath(path).list);
  const list = splitPath(d.selected[0] ?? "").list;
  return (
    <div className="dp">
      <Fold name="many" title={t("dp_many", { n: fields.length })}>
        {top ? (
          <Line label={t("dp_width")}>
            <WidthPick value={same(widthOf)} onChange={(width) => set({ width })} />
          </Line>
        ) : null}
        {(["required", "readonly", "scan"] as const).map((key) => {
          const now = same((field) => Boolean(field[key]));
          return (
            <Line key={key} label={t(`dp_${key}`)}>
              <Segmented block value={now === null ? "mixed" : String(now)} options={[...(now === null ? [{ value: "mixed", label: t("dp_mixed"), disabled: true }] : []), { value: "true", label: t("de_yes") }, { value: "false", label: t("de_no") }]} onChange={(value) => set({ [key]: value === "true" || undefined })} />
            </Line>
          );
        })}
        {(["visible_when", "required_when", "readonly_when"] as const).map((key) => {
          const now = same((field) => (field[key] as string | undefined) ?? "");
          return (
            <Line key={key} label={t(`dp_${key}`)} hint={now === null ? t("dp_mixed_conditions") : undefined}>
              <ConditionInput at={list} label={t(`dp_${key}`)} add={now === null ? t("dp_mixed") : t(`dp_${key}_add`)} value={now ?? undefined} onChange={(text) => set({ [key]: text })} />
            </Line>
          );
        })}
        <Button danger onClick={() => d.apply(t("dp_deleted_many", { n: fields.length }), (doc) => removeFields(doc, d.selected, d.published))}>
          {t("dp_delete_many", { n: fields.length })}
        </Button>
      </Fold>
    </div>
  );
}
