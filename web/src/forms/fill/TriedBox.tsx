import { CheckCircleFilled } from "@ant-design/icons";
import { Button } from "antd";
import type { FormInfo } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import { FieldView } from "../fields/FieldView.tsx";
import type { Values } from "../model/engine.ts";
import { readyField } from "../model/preset.ts";
import { isBlank } from "../model/scalar.ts";

type TriedBoxProps = { form: FormInfo; values: Values; onBack: () => void; onAgain: () => void };

/** What submitting would have written. */
export function TriedBox({ form, values, onBack, onAgain }: TriedBoxProps) {
  const t = useT("forms");
  const label = useLabel();
  const fields = form.definition.fields.map(readyField).filter((field) => !field.retired);
  const later = fields.filter((field) => isBlank(values[field.key]) && (field.type === "serial" || (field.type === "lot" && field.new)));
  const told = fields.filter((field) => !isBlank(values[field.key]));
  return (
    <div className="ff-section ffp-tried" role="status">
      <h2>
        <CheckCircleFilled aria-hidden="true" /> {t("would_submit")}
      </h2>
      <p className="quiet">{t("would_submit_hint")}</p>
      <dl>
        {told.map((field) => (
          <div key={field.key} className={field.type === "list" ? "ffp-wide" : undefined}>
            <dt>{label(field.label)}</dt>
            <dd>
              <FieldView field={field} value={values[field.key]} />
            </dd>
          </div>
        ))}
        {later.map((field) => (
          <div key={field.key}>
            <dt>{label(field.label)}</dt>
            <dd className="faint">{t("given_on_saving")}</dd>
          </div>
        ))}
      </dl>
      <div className="ff-done-acts">
        <Button onClick={onBack}>{t("go_back")}</Button>
        <Button type="primary" onClick={onAgain}>
          {t("try_again")}
        </Button>
      </div>
    </div>
  );
}
