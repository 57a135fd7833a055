import { type ClipboardEvent, type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLabel, useRowWindow, useT } from "../../kit/index.ts";
import { isNumber } from "../fields/FieldView.tsx";
import { headId, useTools } from "../fields/tools.ts";
import { gridColumns, shownColumns } from "../model/columns.ts";
import type { View } from "../model/engine.ts";
import { isGrid } from "../model/paste.ts";
import { inputId } from "../model/path.ts";
import type { ReadyField } from "../model/preset.ts";
import { GridRow } from "./GridRow.tsx";
import { cellAt, focusCell, moveFrom, rowActOf } from "./gridKeys.ts";
import type { ListActs } from "./listActs.ts";
import { ListFoot, RowMistakes, Sums } from "./ListFoot.tsx";
import type { Reveal } from "./Sections.tsx";
import { usePaste } from "./usePaste.ts";
import { usePicked } from "./usePicked.ts";
import { useRowActs } from "./useRowActs.ts";
import { useRowDrag } from "./useRowDrag.ts";
import type { TypedState } from "./useTyped.ts";

export const ROW_HEIGHT = 38;
const HEAD_HEIGHT = 34;
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
  const keys = shownColumns(field, views).map((one) => one.key).join();
  const columns = useMemo(() => (field.fields ?? []).filter((one) => keys.split(",").includes(one.key)), [field, keys]);
  const template = useMemo(() => gridColumns(columns), [columns]);
  const [said, setSaid] = useState("");
  const paste = usePaste(field, columns, state, setSaid);
  const picked = usePicked(views);
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
  const rowActs = useRowActs(views, acts, picked, focusSoon);
  const drag = useRowDrag(box, { height: ROW_HEIGHT, head: HEAD_HEIGHT, count: views.length }, rowActs.drop, picked.toggle);
  const keyed = (event: KeyboardEvent<HTMLDivElement>): void => {
    const at = cellAt(event.target);
    const act = at && rowActOf(event);
    if (at && act) {
      event.preventDefault();
      event.stopPropagation();
      return rowActs.run(act, at);
    }
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
  const { grip } = drag;
  const gripped = useRef(grip);
  gripped.current = grip;
  const onGrip = useCallback((event: React.PointerEvent<HTMLElement>, row: string) => gripped.current(event, row), []);

  return (
    <>
      <div
        ref={box}
        className={long ? "ff-table ff-table-long" : "ff-table"}
        role="grid"
        aria-labelledby={`${inputId(field.key, scope)}-label`}
        aria-rowcount={views.length}
        aria-multiselectable
        onKeyDown={keyed}
        onPaste={onPaste}
        onPointerMove={drag.follow}
        onPointerUp={drag.drop}
        onPointerCancel={drag.drop}
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
            picked={picked.has(view.key)}
            errors={errors[window.from + index] ?? NO_ERRORS}
            acts={acts}
            onGrip={onGrip}
            onInsert={rowActs.insertAfter}
            onLeave={onLeave}
          />
        ))}
        <div style={{ height: Math.max(0, views.length - window.to) * ROW_HEIGHT }} />
        {drag.to === null ? null : <div className="ff-drop-line" style={{ top: HEAD_HEIGHT + drag.to * ROW_HEIGHT, minWidth: template.minWidth }} />}
        <Sums field={field} views={views} columns={columns} template={template} state={state} />
      </div>
      <RowMistakes field={field} errors={errors} onGo={focusSoon} />
      <ListFoot
        views={views}
        acts={acts}
        picked={picked}
        said={said}
        onAdd={() => {
          acts.add();
          focusSoon(views.length, columns[0]?.key ?? "");
        }}
      />
    </>
  );
}
