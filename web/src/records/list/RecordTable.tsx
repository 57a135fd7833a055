import { CaretDownFilled, CaretUpFilled, LoadingOutlined } from "@ant-design/icons";
import { Checkbox } from "antd";
import { type CSSProperties, type KeyboardEvent, memo, type PointerEvent, useEffect, useMemo, useRef } from "react";
import type { FormInfo, RecordData } from "../../api/index.ts";
import { type Picked, Tag, useLabel, useLang, useRowWindow, useT } from "../../kit/index.ts";
import { FieldView } from "../../forms/fields/FieldView.tsx";
import { boundWidth, type Column, naturalWidth, nextSort, templateOf, valueOf } from "./columns.ts";
import type { Records } from "./data.ts";
import type { ListState } from "./useList.ts";

const ROW = 40;

type TableProps = {
  form: FormInfo;
  list: ListState;
  records: Records;
  /** Index of the chosen row, -1 for none. */
  at: number;
  onAt: (index: number) => void;
  onOpen: (index: number) => void;
  /** Records may be picked, to do something with several at once. */
  picked?: Picked;
};

/** Rows of 40 px, only those in view drawn; more are loaded when the end comes near. */
export function RecordTable({ form, list, records, at, onAt, onOpen, picked }: TableProps) {
  const t = useT("records");
  const box = useRef<HTMLDivElement>(null);
  const { items, hasMore, more } = records;
  const shown = useRowWindow(box, ROW, items.length);
  const template = useTemplate(list.columns, items);
  const wide = list.columns.reduce((sum, column) => sum + column.width, 0);
  const style = { "--columns": picked ? `40px ${template}` : template, "--wide": `${wide + (picked ? 40 : 0)}px` } as CSSProperties;
  const query = JSON.stringify(list.query);

  useEffect(() => {
    if (hasMore && shown.to > items.length - 20) more();
  }, [shown.to, items.length, hasMore, more]);
  useEffect(() => {
    box.current?.scrollTo({ top: 0 });
  }, [query]);
  useEffect(() => {
    const element = box.current;
    if (!element || at < 0) return;
    const top = at * ROW;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + 2 * ROW > element.scrollTop + element.clientHeight - ROW) element.scrollTop = top + 3 * ROW - element.clientHeight;
  }, [at]);

  return (
    <div className="grid-box" ref={box} role="grid" aria-rowcount={hasMore ? -1 : items.length + 1} aria-colcount={list.columns.length} style={style} tabIndex={0}>
      <div className="grid-head grid-row" role="row" aria-rowindex={1}>
        {picked ? (
          <div className="grid-cell" role="columnheader">
            <Checkbox aria-label={t("pick_all")} checked={picked.ids.size > 0 && picked.ids.size === items.length} indeterminate={picked.ids.size > 0 && picked.ids.size < items.length} onChange={() => picked.all(items.map((one) => one.id))} />
          </div>
        ) : null}
        {list.columns.map((column) => (
          <HeadCell key={column.key} column={column} list={list} usual={form.definition.sort ?? ""} />
        ))}
      </div>
      <div className="grid-rows" style={{ height: items.length * ROW }}>
        {items.slice(shown.from, shown.to).map((record, offset) => {
          const index = shown.from + offset;
          return <Row key={record.id} record={record} columns={list.columns} index={index} here={index === at} onAt={onAt} onOpen={onOpen} picked={picked?.ids.has(record.id)} onPick={picked?.toggle} />;
        })}
      </div>
      {hasMore ? (
        <div className="grid-more">
          <LoadingOutlined /> {t("loading_more")}
        </div>
      ) : null}
    </div>
  );
}

const MEASURED = 60;

/** The columns' widths by the records first shown; they stay while the same columns are shown. */
function useTemplate(columns: Column[], items: RecordData[]): string {
  const label = useLabel();
  const lang = useLang();
  const measured = useRef<{ keys: string; widths: Map<string, number> }>({ keys: "", widths: new Map() });
  return useMemo(() => {
    const keys = `${lang} ${columns.map((column) => column.key).join(" ")}`;
    if (measured.current.keys !== keys) {
      const sample = items.slice(0, MEASURED);
      const widths = columns.map((column) => [column.key, naturalWidth(column, label(column.field.label), sample, lang)] as const);
      measured.current = { keys, widths: new Map(widths) };
    }
    return templateOf(columns, (column) => measured.current.widths.get(column.key) ?? column.width);
  }, [columns, items, lang, label]);
}

function HeadCell({ column, list, usual }: { column: Column; list: ListState; usual: string }) {
  const label = useLabel();
  const sort = list.sort || usual;
  const up = sort === column.key;
  const down = sort === `-${column.key}`;
  const kind = `grid-cell ${column.right ? "right" : ""}`;
  const words = label(column.field.label);
  const name = (
    <span className="cut" title={words}>
      {words}
    </span>
  );
  const ariaSort = up ? "ascending" : down ? "descending" : undefined;
  const widen = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.altKey ? ({ ArrowLeft: -16, ArrowRight: 16 }[event.key] ?? 0) : 0;
    if (!step) return;
    event.preventDefault();
    list.setWidth(column.key, boundWidth(column.width + step));
  };
  return (
    <div className={kind} role="columnheader" aria-sort={ariaSort} onKeyDown={widen}>
      {column.sortable ? (
        <button type="button" className="grid-sort" onClick={() => list.place.setSearch({ sort: nextSort(list.sort, column.key) })}>
          {name}
          {up ? <CaretUpFilled /> : down ? <CaretDownFilled /> : null}
        </button>
      ) : (
        name
      )}
      <WidthHandle column={column} list={list} />
    </div>
  );
}

/** The edge of a column's head, which is drawn to change its width. */
function WidthHandle({ column, list }: { column: Column; list: ListState }) {
  const t = useT("records");
  const drag = (event: PointerEvent<HTMLSpanElement>): void => {
    event.preventDefault();
    event.stopPropagation();
    const handle = event.currentTarget;
    const from = event.clientX;
    const before = handle.parentElement?.offsetWidth ?? column.width;
    const done = (last: globalThis.PointerEvent): void => {
      handle.removeEventListener("pointerup", done);
      if (last.clientX !== from) list.setWidth(column.key, boundWidth(before + last.clientX - from));
    };
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointerup", done);
  };
  return <span className="grid-width" role="presentation" title={t("resize")} onPointerDown={drag} onClick={(event) => event.stopPropagation()} />;
}

type RowProps = {
  record: RecordData;
  columns: Column[];
  index: number;
  here: boolean;
  onAt: (index: number) => void;
  onOpen: (index: number) => void;
  /** Whether it is picked; `undefined` where records are not picked. */
  picked?: boolean;
  onPick?: (id: string) => void;
};

const Row = memo(function Row({ record, columns, index, here, onAt, onOpen, picked, onPick }: RowProps) {
  const t = useT("records");
  const voided = record.state === "voided";
  const open = (): void => {
    onAt(index);
    onOpen(index);
  };
  return (
    <div
      className={`grid-row grid-record ${here ? "here" : ""} ${voided ? "voided" : ""}`}
      style={{ top: index * ROW }}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={here}
      onClick={open}
    >
      {picked === undefined ? null : (
        <div className="grid-cell" role="gridcell" onClick={(event) => event.stopPropagation()}>
          <Checkbox aria-label={t("pick", { title: record.title })} checked={picked} onChange={() => onPick?.(record.id)} />
        </div>
      )}
      {columns.map((column, at) => (
        <div key={column.key} className={`grid-cell ${column.right ? "right" : ""}`} role="gridcell">
          <span className="cut">
            <FieldView field={column.field} value={valueOf(record, column.key)} brief />
          </span>
          {voided && at === 0 ? <Tag tone="red">{t("voided")}</Tag> : null}
        </div>
      ))}
    </div>
  );
},
(before, after) => before.record === after.record && before.columns === after.columns && before.index === after.index && before.here === after.here && before.picked === after.picked);
