import { Input, Switch } from "antd";
import { useT } from "../../../kit/index.ts";
import { relabel } from "../actions.ts";
import { fieldAt, labelOf, splitPath } from "../model/doc.ts";
import { kindOf } from "../model/fieldTypes.ts";
import { setField } from "../model/ops.ts";
import { useDesigner, useDesignerStore } from "../model/useDesigner.ts";

/** The properties of the selected field. */
export function FieldPanel() {
  const t = useT("forms");
  const d = useDesigner();
  const store = useDesignerStore();
  const path = d.selected.at(-1) ?? "";
  const field = fieldAt(d.doc, path);
  if (!field) return null;
  const label = labelOf(splitPath(path).key, field, d.lang);
  return (
    <div className="dz-props">
      <label className="dz-prop">
        <span>{t("design_label")}</span>
        <Input value={label} onChange={(event) => relabel(store, path, event.target.value, d.lang, kindOf(d.types, field))} />
      </label>
      <div className="dz-prop dz-prop-row">
        <span id="dz-required-word">{t("required")}</span>
        <Switch
          size="small"
          aria-labelledby="dz-required-word"
          checked={Boolean(field.required)}
          onChange={(required) => d.apply(t("design_did.set", { what: label }), (doc) => setField(doc, path, { required: required || undefined }))}
        />
      </div>
    </div>
  );
}
