import { Input } from "antd";
import { labelText, useT } from "../../../kit/index.ts";
import { relabelled } from "../actions.ts";
import { setForm } from "../model/ops.ts";
import { useDesigner } from "../model/useDesigner.ts";

/** The properties of the form. */
export function FormPanel() {
  const t = useT("forms");
  const d = useDesigner();
  const name = labelText(d.doc.label, d.lang);
  return (
    <div className="dz-props">
      <label className="dz-prop">
        <span>{t("design_form_name")}</span>
        <Input
          value={name}
          onChange={(event) => d.apply(t("design_did.set", { what: t("design_form_name") }), (doc) => setForm(doc, { label: relabelled(doc.label, d.lang, event.target.value, undefined) }))}
        />
      </label>
    </div>
  );
}
