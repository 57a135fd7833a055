import { PlusOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import { Popover } from "antd";
import { useMemo } from "react";
import { showDecimal, useLabel, useLang, useT } from "../../kit/index.ts";
import { useTools } from "../fields/tools.ts";
import { columnSum, type GridTemplate, summedColumns } from "../model/columns.ts";
import type { View } from "../model/engine.ts";
import { inputId, pathOf } from "../model/path.ts";
import type { ReadyField } from "../model/preset.ts";
import { uomText } from "../model/uom.ts";
import type { ListActs } from "./listActs.ts";
import type { Picked } from "./usePicked.ts";
import type { TypedState } from "./useTyped.ts";

/** That rows were taken out. */
export function RowsRemoved({ undone }: { undone: ListActs["undone"] }) {
  const t = useT("forms");
  if (!undone) return null;
  return <>{undone.count > 1 ? t("rows_removed", { count: undone.count }) : t("row_removed", { n: undone.at + 1 })}</>;
}

type ListFootProps = { views: View[]; acts: ListActs; picked: Picked; said: string; onAdd: () => void };

/** Below a grid: another row, what may be done with the rows selected, what just happened. */
export function ListFoot({ views, acts, picked, said, onAdd }: ListFootProps) {
  const t = useT("forms");
  const rows = views.filter((view) => picked.has(view.key));
  return (
    <div className="ff-list-foot">
      <button type="button" className="ff-link" onClick={onAdd}>
        <PlusOutlined /> {t("add_row")}
      </button>
      {rows.length ? (
        <span className="ff-picked" role="status">
          {t("rows_picked", { count: rows.length })}
          <button type="button" className="ff-link" onClick={() => acts.copy(rows)}>
            {t("copy_rows")}
          </button>
          <button
            type="button"
            className="ff-link ff-link-red"
            onClick={() => {
              acts.remove(rows);
              picked.clear();
            }}
          >
            {t("remove_rows")}
          </button>
          <button type="button" className="ff-link" onClick={picked.clear}>
            {t("unpick_rows")}
          </button>
        </span>
      ) : null}
      {acts.undo ? (
        <span className="faint">
          <RowsRemoved undone={acts.undone} />{" "}
          <button type="button" className="ff-link" onClick={acts.undo}>
            {t("undo")}
          </button>
        </span>
      ) : null}
      <span className="faint ff-list-tip" role={said ? "status" : undefined}>
        {said || t("paste_hint")}
      </span>
      <Popover content={<div className="ff-help-text">{t("grid_keys")}</div>} trigger="click" placement="topRight">
        <button type="button" className="ff-help" aria-label={t("keys_help")}>
          <QuestionCircleOutlined />
        </button>
      </Popover>
    </div>
  );
}

type SumsProps = { field: ReadyField; views: View[]; columns: ReadyField[]; template: GridTemplate; state: TypedState };

/** The totals of the columns that have one. */
export function Sums({ field, views, columns, template, state }: SumsProps) {
  const t = useT("forms");
  const lang = useLang();
  const summed = useMemo(() => summedColumns(field, state.program), [field, state.program]);
  const sums = useMemo(() => columns.map((one) => (summed.has(one.key) ? columnSum(views, one.key) : null)), [columns, summed, views]);
  if (views.length < 2 || sums.every((sum) => sum === null)) return null;
  return (
    <div className="ff-row ff-row-sum" role="row" style={template}>
      <span className="faint">{t("sum")}</span>
      {sums.map((sum, at) => (
        <span key={columns[at]?.key} className="num">
          {sum ? `${showDecimal(sum.value)} ${uomText(sum.uom, lang)}`.trim() : ""}
        </span>
      ))}
      <span />
    </div>
  );
}

const MOST_NAMED = 5;

type RowMistakesProps = { field: ReadyField; errors: Record<number, Record<string, string>>; onGo: (row: number, cell: string) => void };

/** What is wrong in which row: a click leads there. */
export function RowMistakes({ field, errors, onGo }: RowMistakesProps) {
  const t = useT("forms");
  const label = useLabel();
  const { scope } = useTools();
  const all = Object.entries(errors).flatMap(([row, cells]) => Object.entries(cells).map(([cell, message]) => ({ row: Number(row), cell, message })));
  if (!all.length) return null;
  const named = (cell: string): string => label(field.fields?.find((one) => one.key === cell)?.label);
  return (
    <ul className="ff-row-mistakes" role="alert">
      {all.slice(0, MOST_NAMED).map(({ row, cell, message }) => (
        <li key={pathOf({ field: field.key, row, cell })}>
          <button type="button" className="ff-link ff-link-red" onClick={() => onGo(row, cell)}>
            {t("row_of", { n: row + 1 })}
            {cell ? ` · ${named(cell)}` : ""}
          </button>{" "}
          <span id={cell ? `${inputId(pathOf({ field: field.key, row, cell }), scope)}-wrong` : undefined}>{message}</span>
        </li>
      ))}
      {all.length > MOST_NAMED ? <li className="faint">{t("mistakes", { count: all.length })}</li> : null}
    </ul>
  );
}
