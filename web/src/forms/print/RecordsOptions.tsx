import { Select } from "antd";
import { useMemo, useState } from "react";
import { useForm } from "../../api/index.ts";
import { type Label, labelText, useLang, useT } from "../../kit/index.ts";
import { ConditionInput } from "../designer/expr/ConditionInput.tsx";
import { NamePicker } from "../condition/NamePicker.tsx";
import { useBook } from "../condition/useBook.ts";
import type { Spot } from "../condition/names.ts";
import { Line } from "../designer/props/Fold.tsx";
import { FormSelect } from "../designer/props/FormSelect.tsx";
import type { OptionsProps } from "./BlockOptions.tsx";
import { ChipText } from "./ChipText.tsx";
import { ColumnsBox } from "./ColumnsBox.tsx";
import type { ColumnDoc } from "./types.ts";
import type { Names } from "./useNames.ts";

const LEADING = ["link", "location", "lot"];

/** Records of another form that lead here: by which field, which columns, which of them. */
export function RecordsOptions({ block, set, names, at }: OptionsProps) {
  const t = useT("forms");
  const lang = useLang();
  const key = String(block.form ?? "");
  const theirs = useForm(key);
  const rows = String(block.rows ?? "");
  const fields = theirs.data?.definition.fields ?? [];
  const leading = fields.flatMap((field) => [
    ...(LEADING.includes(field.type) ? [{ value: field.key, label: labelText(field.label, lang) }] : []),
    ...(field.fields ?? []).filter((row) => LEADING.includes(row.type)).map((row) => ({ value: `${field.key}.${row.key}`, label: `${labelText(field.label, lang)} › ${labelText(row.label, lang)}` })),
  ]);
  const lists = fields.filter((field) => field.type === "list").map((field) => ({ value: field.key, label: labelText(field.label, lang) }));
  return (
    <>
      <Line label={t("pt_other_form")}>
        <FormSelect value={key} label={t("pt_other_form")} onChange={(form) => set({ form, via: "", rows: undefined, columns: [], where: undefined, sort: undefined })} />
      </Line>
      <Line label={t("pt_via")} hint={t("pt_via_hint")}>
        <Select aria-label={t("pt_via")} value={(block.via as string) || undefined} options={leading} onChange={(via: string) => set({ via })} />
      </Line>
      <Line label={t("pt_of")} hint={t("pt_of_hint")}>
        <NamePicker spot={names.spot} book={names.book} value={(block.of as string) ?? ""} onOpen={names.open} onChange={(of) => set({ of })} label={t("pt_of")} />
      </Line>
      {lists.length ? (
        <Line label={t("pt_other_rows")}>
          <Select allowClear aria-label={t("pt_other_rows")} placeholder={t("pt_other_rows_none")} value={rows || undefined} options={lists} onChange={(list?: string) => set({ rows: list })} />
        </Line>
      ) : null}
      {theirs.data ? <Theirs key={`${key} ${rows}`} spot={{ form: theirs.data.definition, list: rows }} value={(block.columns as ColumnDoc[]) ?? []} onChange={(columns) => set({ columns })} /> : null}
      <Line label={t("pt_row_where")}>
        <ConditionInput at={at} target={key} label={t("pt_row_where")} add={t("pt_row_where_add")} value={block.where as string} onChange={(where) => set({ where })} />
      </Line>
      <Line label={t("pt_empty")}>
        <ChipText value={block.empty as Label} onChange={(empty) => set({ empty })} names={names} name={t("pt_empty")} />
      </Line>
    </>
  );
}

function Theirs({ spot, value, onChange }: { spot: Spot; value: ColumnDoc[]; onChange: (columns: ColumnDoc[]) => void }) {
  const [opened, setOpened] = useState<string[]>([]);
  const lang = useLang();
  const book = useBook(spot, "", opened);
  const names: Names = useMemo(() => {
    const labelAt = (path: string): string => {
      const [first = "", second] = path.split(".");
      const inner = spot.form.fields.find((one) => one.key === spot.list)?.fields?.find((one) => one.key === first);
      const field = inner ?? spot.form.fields.find((one) => one.key === first);
      return labelText(field?.label, lang) + (second ? ` › ${second}` : "") || path;
    };
    return { spot, book, open: (path) => setOpened((before) => (before.includes(path) ? before : [...before, path])), nameOf: labelAt };
  }, [spot, book, lang]);
  return <ColumnsBox table computed={false} value={value} onChange={onChange} names={names} at="" />;
}
