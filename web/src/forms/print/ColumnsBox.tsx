import { DeleteOutlined, FunctionOutlined, PlusOutlined } from "@ant-design/icons";
import { arrayMove } from "@dnd-kit/sortable";
import { Button, Checkbox, InputNumber } from "antd";
import { useT } from "../../kit/index.ts";
import { ExpressionInput } from "../designer/expr/ExpressionInput.tsx";
import { NamePicker } from "../condition/NamePicker.tsx";
import { Sorted, SortedItem } from "../designer/props/ChoicesEditor.tsx";
import { LabelInput } from "../designer/props/LabelInput.tsx";
import type { ColumnDoc } from "./types.ts";
import type { Names } from "./useNames.ts";

type ColumnsProps = {
  value: (ColumnDoc | string)[];
  onChange: (columns: ColumnDoc[]) => void;
  names: Names;
  /** Where expressions stand: a list, or the record. */
  at: string;
  /** They are columns of a table, with widths and sums. */
  table?: boolean;
  /** They may be computed. */
  computed?: boolean;
};

const whole = (one: ColumnDoc | string): ColumnDoc => (typeof one === "string" ? { path: one } : one);
const bare = (column: ColumnDoc): ColumnDoc => Object.fromEntries(Object.entries(column).filter(([, value]) => value !== undefined && value !== false && value !== 0 && value !== ""));

/** Columns of a table, or facts: fields (through links too) or expressions, in an order that can be changed. */
export function ColumnsBox({ value, onChange, names, at, table, computed = true }: ColumnsProps) {
  const t = useT("forms");
  const columns = value.map(whole);
  const put = (n: number, changes: Partial<ColumnDoc>): void => onChange(columns.map((one, i) => (i === n ? bare({ ...one, ...changes }) : one)));
  return (
    <div className="dp-both" style={{ gap: 8 }}>
      <Sorted ids={columns.map((_, n) => String(n))} onMove={(from, to) => onChange(arrayMove(columns, from, to))}>
        {columns.map((column, n) => (
          <SortedItem key={n} id={String(n)} className="dp-item">
            {(grip) => (
              <>
                <div className="dp-item-head">
                  {grip}
                  <div className="pt-grow">
                    {column.value === undefined ? (
                      <NamePicker lists spot={names.spot} book={names.book} value={column.path ?? ""} onOpen={names.open} onChange={(path) => put(n, { path })} label={t("pt_field")} />
                    ) : (
                      <ExpressionInput value={column.value} want="any" at={at} label={t("pt_computed")} onChange={(text) => put(n, { value: text ?? "" })} />
                    )}
                  </div>
                  <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t("pt_delete")} onClick={() => onChange(columns.toSpliced(n, 1))} />
                </div>
                <LabelInput value={column.label} name={t("pt_head")} placeholder={column.path ? names.nameOf(column.path) : t("pt_head")} onChange={(label) => put(n, { label })} />
                {table ? (
                  <div className="pt-two">
                    <InputNumber size="small" min={0} max={100} aria-label={t("pt_width")} placeholder={t("pt_width_auto")} value={column.width || null} onChange={(width) => put(n, { width: width ?? 0 })} />
                    <Checkbox checked={column.sum ?? false} onChange={(event) => put(n, { sum: event.target.checked })}>
                      {t("pt_sum")}
                    </Checkbox>
                  </div>
                ) : null}
              </>
            )}
          </SortedItem>
        ))}
      </Sorted>
      <div className="pt-two">
        <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...columns, { path: "" }])}>
          {t("pt_add_field")}
        </Button>
        {computed ? (
          <Button size="small" icon={<FunctionOutlined />} onClick={() => onChange([...columns, { value: "", label: { zh: "", en: "" } }])}>
            {t("pt_add_computed")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
