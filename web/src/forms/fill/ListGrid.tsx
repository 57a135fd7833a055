import { PlusOutlined } from "@ant-design/icons";
import { type ClipboardEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { showDecimal, useLabel, useLang, useRowWindow, useT } from "../../kit/index.ts";
import { isNumber } from "../fields/FieldView.tsx";
import { headId, useTools } from "../fields/tools.ts";
import { columnSum, gridColumns, type GridTemplate, shownColumns, summedColumns } from "../model/columns.ts";
import type { View } from "../model/engine.ts";
import { isGrid } from "../model/paste.ts";
import { inputId, pathOf } from "../model/path.ts";
import type { ReadyField } from "../model/preset.ts";
import { uomText } from "../model/uom.ts";
import { GridRow } from "./GridRow.tsx";
import { cellAt, focusCell, moveFrom } from "./gridKeys.ts";
import type { ListActs } from "./ListField.tsx";
import { usePaste } from "./usePaste.ts";
import type { Reveal } from "./Sections.tsx";
import type { TypedState } from "./useTyped.ts";

export const ROW_HEIGHT = 38;
const ALL_UP_TO = 30;

type ListGridProps = {
  field: ReadyField;
  views: View[];
  errors: Record<number, Record<string, string>>;
  acts: ListActs;
  state: TypedState;
  reveal: Reveal;
  onLeave: (path: string) => void;
};

const NO_ERRORS: Record<string, string> = {};

/** The grid of a detail list: native inputs, keys as in a spreadsheet, rows pasted from one, totals below. */
export function ListGrid({ field, views, errors, acts, state, reveal, onLeave }: ListGridProps) {
  const t = useT("forms");
  const label = useLabel();
  const { scope } = useTools();
  const box = useRef<HTMLDivElement>(null);
  const { from, to } = useRowWindow(box, ROW_HEIGHT, views.length);
  const columns = shownColumns(field, views);
  const template = useMemo(() => gridColumns(columns), [columns.map((one) => one.key).join()]);
  const [pasted, setPasted] = useState("");
  const paste = usePaste(field, columns, state, setPasted);
  const long = views.length > ALL_UP_TO;
  const window = long ? { from, to } : { from: 0, to: views.length };

  const show = (row: number): void => {
    const scroller = box.current;
    if (!scroller || !long) return;
    const top = row * ROW_HEIGHT;
    if (top < scroller.scrollTop || top + 3 * ROW_HEIGHT > scroller.scrollTop + scroller.clientHeight) {
      scroller.scrollTop = Math.max(0, top - scroller.clientHeight / 2);
    }
  };
  useEffect(() => {
    reveal.set(field.key, show);
    return () => void reveal.delete(field.key);
  });

  const focusSoon = (row: number, column: string): void => {
    show(row);
    requestAnimationFrame(() => requestAnimationFrame(() => focusCell(field.key, row, column, scope)));
  };
  const keyed = (event: KeyboardEvent<HTMLDivElement>): void => {
    const move = moveFrom(event, views, columns);
    if (!move) return;
    event.preventDefault();
    if (move.row >= views.length) acts.add();
    focusSoon(Math.min(move.row, views.length), move.column);
  };
  const onPaste = (event: ClipboardEvent<HTMLDivElement>): void => {
    const text = event.clipboardData.getData("text/plain");
    const at = cellAt(event.target);
    if (!at || !isGrid(text)) return;
    event.preventDefault();
    void paste(text, at.row, at.column);
  };

  return (
    <>
      <div
        ref={box}
        className={long ? "ff-table ff-table-long" : "ff-table"}
        role="grid"
        aria-labelledby={`${inputId(field.key, scope)}-label`}
        aria-rowcount={views.length}
        onKeyDown={keyed}
        onPaste={onPaste}
      >
        <div className="ff-row ff-row-head" role="row" style={template}>
          <span className="faint" role="columnheader">
            {t("row_no")}
          </span>
          {columns.map((one) => (
            <span key={one.key} id={headId(`${field.key}.${one.key}`)} role="columnheader" className={isNumber(one) ? "num" : undefined}>
              {label(one.label)}
              {one.required ? <span className="ff-star-mark"> *</span> : null}
            </span>
          ))}
          <span />
        </div>
        {views.length ? null : <div className="ff-no-rows">{t("no_rows_hint")}</div>}
        <div style={{ height: window.from * ROW_HEIGHT }} />
        {views.slice(window.from, window.to).map((view, index) => (
          <GridRow
            key={view.key}
            list={field}
            columns={columns}
            template={template}
            view={view}
            index={window.from + index}
            errors={errors[window.from + index] ?? NO_ERRORS}
            acts={acts}
            onLeave={onLeave}
          />
        ))}
        <div style={{ height: Math.max(0, views.length - window.to) * ROW_HEIGHT }} />
        <Sums field={field} views={views} columns={columns} template={template} state={state} />
      </div>
      <RowMistakes field={field} errors={errors} onGo={(row, cell) => focusSoon(row, cell)} />
      <div className="ff-list-foot">
        <button
          type="button"
          className="ff-link"
          onClick={() => {
            acts.add();
            focusSoon(views.length, columns[0]?.key ?? "");
          }}
        >
          <PlusOutlined /> {t("add_row")}
        </button>
        {acts.undo ? (
          <span className="faint">
            {t("row_removed", { n: (acts.undone ?? 0) + 1 })}{" "}
            <button type="button" className="ff-link" onClick={acts.undo}>
              {t("undo")}
            </button>
          </span>
        ) : null}
        <span className="faint ff-list-tip">{pasted || t("paste_hint")}</span>
      </div>
    </>
  );
}

function Sums({ field, views, columns, template, state }: { field: ReadyField; views: View[]; columns: ReadyField[]; template: GridTemplate; state: TypedState }) {
  const t = useT("forms");
  const lang = useLang();
  const summed = useMemo(() => summedColumns(field, state.program), [field, state.program]);
  const sums = columns.map((one) => (summed.has(one.key) ? columnSum(views, one.key) : null));
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

/** What is wrong in which row: a click leads there. */
export function RowMistakes({ field, errors, onGo }: { field: ReadyField; errors: ListGridProps["errors"]; onGo: (row: number, cell: string) => void }) {
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

