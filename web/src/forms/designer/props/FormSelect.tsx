import { Select } from "antd";
import { labelText, useLang, useT } from "../../../kit/index.ts";
import { useForms } from "../../condition/useBook.ts";

/** The published forms to lead to. */
export function FormSelect({ value, onChange, label, disabled, autoFocus, role }: { value: string; onChange: (key: string) => void; label: string; disabled?: boolean; autoFocus?: boolean; role?: string }) {
  const lang = useLang();
  const t = useT("forms");
  const forms = useForms();
  const listed = (forms.data ?? []).filter((one) => !role || one.serves === role);
  return (
    <Select
      aria-label={label}
      disabled={disabled}
      showSearch={{ optionFilterProp: "label" }}
      autoFocus={autoFocus}
      defaultOpen={autoFocus}
      placeholder={t("dp_choose_form")}
      loading={forms.isPending}
      value={value || undefined}
      options={listed.map((one) => ({ value: one.key, label: labelText(one.label, lang) || one.key }))}
      onChange={onChange}
    />
  );
}
