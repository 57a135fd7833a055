import { CopyOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { memo, type PointerEvent } from "react";
import { useLang, useT } from "../../kit/index.ts";
import { FieldView, isNumber } from "../fields/FieldView.tsx";
import { WIDGETS } from "../fields/index.ts";
import { cellText } from "../fields/cellText.ts";
import { useTools } from "../fields/tools.ts";
import type { GridTemplate } from "../model/columns.ts";
import type { View } from "../model/engine.ts";
import { inputId, pathOf } from "../model/path.ts";
import type { ReadyField } from "../model/preset.ts";
import { isBlank } from "../model/scalar.ts";
import type { ListActs } from "./listActs.ts";

type GridRowProps = {
  list: ReadyField;
  columns: ReadyField[];
  template: GridTemplate;
  view: View;
  index: number;
  errors: Record<string, string>;
  picked: boolean;
  acts: ListActs;
  onGrip: (event: PointerEvent<HTMLElement>, row: string) => void;
  onInsert: (row: string) => void;
  onLeave: (path: string) => void;
};

/** One row of the grid; drawn again only when something in it changed. */
export const GridRow = memo(function GridRow({ list, columns, template, view, index, picked, errors, acts, onGrip, onInsert, onLeave }: GridRowProps) {
  const t = useT("forms");
  return (
    <div className={`ff-row${errors[""] ? " ff-row-wrong" : ""}${picked ? " ff-row-picked" : ""}`} role="row" aria-rowindex={index + 1} aria-selected={picked} style={template}>
      <span className="ff-row-no faint" role="rowheader" title={t("grip_row")} onPointerDown={(event) => onGrip(event, view.key)}>
        {index + 1}
      </span>
      {columns.map((field) => (
        <GridCell key={field.key} list={list} field={field} view={view} index={index} error={errors[field.key]} setCell={acts.setCell} onLeave={onLeave} />
      ))}
      <span className="ff-row-acts">
        <button type="button" className="ff-icon" tabIndex={-1} aria-label={t("insert_row")} title={t("insert_row")} onClick={() => onInsert(view.key)}>
          <PlusOutlined />
        </button>
        <button type="button" className="ff-icon" tabIndex={-1} aria-label={t("copy_row")} title={t("copy_row")} onClick={() => acts.copy([view])}>
          <CopyOutlined />
        </button>
        <button type="button" className="ff-icon" tabIndex={-1} aria-label={t("remove_row")} title={t("remove_row")} onClick={() => acts.remove([view])}>
          <DeleteOutlined />
        </button>
      </span>
    </div>
  );
});

type GridCellProps = {
  list: ReadyField;
  field: ReadyField;
  view: View;
  index: number;
  error: string | undefined;
  setCell: ListActs["setCell"];
  onLeave: (path: string) => void;
};

const GridCell = memo(
  function GridCell({ list, field, view, index, error, setCell, onLeave }: GridCellProps) {
    const lang = useLang();
    const t = useT("forms");
    const { scope } = useTools();
    const path = pathOf({ field: list.key, row: index, cell: field.key });
    const flags = view.flags[field.key];
    const value = view.values[field.key];
    const Widget = WIDGETS[field.widget];
    if (!flags || flags.hidden) return <span role="gridcell" className="ff-cell-none" />;
    if (flags.readonly || !Widget) {
      const later = isBlank(value) && (field.type === "serial" || field.type === "lot" || flags.pending);
      const words = later ? t(flags.pending ? "computed_on_saving" : "given_on_saving") : undefined;
      return (
        <span role="gridcell" className={`ff-cell-fixed cut${isNumber(field) ? " num" : ""}`} title={words ?? cellText(field, value, lang)}>
          {words ? <span className="faint">…</span> : <FieldView field={field} value={value} brief />}
        </span>
      );
    }
    return (
      <span role="gridcell" className={error ? "ff-cell-box ff-cell-wrong" : "ff-cell-box"} data-row={index} data-column={field.key} title={error} onBlur={() => onLeave(path)}>
        <Widget
          field={field}
          id={inputId(path, scope)}
          name={`${list.key}.${field.key}`}
          row={view.key}
          value={value}
          flags={flags}
          invalid={Boolean(error)}
          compact
          onChange={(next) => setCell(view.key, field.key, next)}
        />
      </span>
    );
  },
  (a, b) =>
    a.field === b.field &&
    a.index === b.index &&
    a.error === b.error &&
    a.view.key === b.view.key &&
    a.setCell === b.setCell &&
    a.onLeave === b.onLeave &&
    Object.is(a.view.values[a.field.key], b.view.values[b.field.key]) &&
    a.view.flags[a.field.key] === b.view.flags[b.field.key],
);
