import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { Button, Checkbox } from "antd";
import type { FormInfo } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import { showable } from "./columns.ts";
import type { ListState } from "./useList.ts";

/** Which columns, in which order; those chosen come first. */
export function ColumnChooser({ form, list }: { form: FormInfo; list: ListState }) {
  const t = useT("records");
  const label = useLabel();
  const chosen = list.columns.map((column) => column.key);
  const fields = showable(form);
  const others = fields.filter((field) => !chosen.includes(field.key));
  const move = (key: string, step: number): void => {
    const next = [...chosen];
    const from = next.indexOf(key);
    next.splice(from + step, 0, ...next.splice(from, 1));
    list.setColumns(next);
  };
  return (
    <div className="chooser">
      {chosen.map((key, index) => (
        <div key={key} className="chooser-row">
          <Checkbox checked disabled={chosen.length === 1} onChange={() => list.setColumns(chosen.filter((one) => one !== key))}>
            {label(fields.find((field) => field.key === key)?.label)}
          </Checkbox>
          <Button type="text" size="small" icon={<ArrowUpOutlined />} aria-label={t("column_up")} disabled={index === 0} onClick={() => move(key, -1)} />
          <Button type="text" size="small" icon={<ArrowDownOutlined />} aria-label={t("column_down")} disabled={index === chosen.length - 1} onClick={() => move(key, 1)} />
        </div>
      ))}
      {others.length ? <div className="chooser-rule" /> : null}
      {others.map((field) => (
        <div key={field.key} className="chooser-row">
          <Checkbox checked={false} onChange={() => list.setColumns([...chosen, field.key])}>
            {label(field.label)}
          </Checkbox>
        </div>
      ))}
      <Button type="link" size="small" onClick={() => list.place.setSearch({ cols: "" })}>
        {t("usual_columns")}
      </Button>
    </div>
  );
}
