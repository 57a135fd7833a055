import { labelText, useLang, useT } from "../../../kit/index.ts";
import { useForms } from "../../condition/useBook.ts";
import { type OptionKind } from "../../model/fieldTypes.ts";
import { setField } from "../model/ops.ts";
import { Line } from "./Fold.tsx";
import { FormSelect } from "./FormSelect.tsx";
import { isUntouched } from "./smart.ts";
import type { Edited } from "./useField.ts";

/** The form a link leads to. A new link opens the choice at once, and takes the form's name while it has none of its own. */
export function TargetBox({ f, option }: { f: Edited; option: OptionKind }) {
  const t = useT("forms");
  const lang = useLang();
  const forms = useForms();
  const label = labelText(option.label, lang);
  const needed = Boolean(option.needed) && !f.field.to && !option.default;
  const choose = (key: string): void => {
    const form = forms.data?.find((one) => one.key === key);
    const named = form && isUntouched(f.d.types, f.field) ? { label: form.label } : {};
    f.d.apply(t("dp_changed", { what: f.label }), (doc) => setField(doc, f.path, { to: key, where: undefined, order: undefined, fill: undefined, shown: undefined, ...named }));
  };
  return (
    <Line label={label} hint={labelText(option.hint, lang)}>
      <FormSelect key={String(f.field.to ?? "")} label={label} disabled={f.fixed} autoFocus={needed} value={String(f.field.to || option.default || "")} onChange={choose} />
    </Line>
  );
}
