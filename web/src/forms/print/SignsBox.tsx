import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useT } from "../../kit/index.ts";
import { NamePicker } from "../condition/NamePicker.tsx";
import type { Doc } from "../designer/model/doc.ts";
import { LabelInput } from "../designer/props/LabelInput.tsx";
import type { SignDoc } from "./types.ts";
import { fieldsFor, type Names } from "./useNames.ts";

/** Places to sign: the handwritten signature with name and time, or a line. */
export function SignsBox({ value, onChange, names, form }: { value: SignDoc[]; onChange: (signs: SignDoc[]) => void; names: Names; form: Doc }) {
  const t = useT("forms");
  const put = (n: number, changes: Partial<SignDoc>): void => onChange(value.map((one, i) => (i === n ? { ...one, ...changes } : one)));
  const signatures = fieldsFor(form).signatures.map((path) => ({ value: path, label: names.nameOf(path) }));
  return (
    <div className="dp-both" style={{ gap: 8 }}>
      {value.map((sign, n) => (
        <div key={n} className="dp-item">
          <div className="dp-item-head">
            <div className="pt-grow">
              <LabelInput value={sign.label} name={t("pt_sign_label")} onChange={(label) => put(n, { label: label ?? { zh: "", en: "" } })} />
            </div>
            <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t("pt_delete")} onClick={() => onChange(value.toSpliced(n, 1))} />
          </div>
          <Select allowClear aria-label={t("pt_sign_field")} placeholder={t("pt_sign_line")} value={sign.field || undefined} options={signatures} onChange={(field?: string) => put(n, { field })} />
          <div className="pt-two">
            <NamePicker spot={names.spot} book={names.book} value={sign.person ?? ""} onOpen={names.open} onChange={(person) => put(n, { person })} label={t("pt_sign_person")} />
            <NamePicker spot={names.spot} book={names.book} value={sign.at ?? ""} onOpen={names.open} onChange={(at) => put(n, { at })} label={t("pt_sign_at")} />
          </div>
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...value, { label: { zh: "签字", en: "Signed" } }])}>
        {t("pt_add_sign")}
      </Button>
    </div>
  );
}
