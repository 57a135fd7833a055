import { MoreOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import type { KeyboardEvent } from "react";
import { type FieldDef, type FormInfo, ProblemBox, type RecordData } from "../../api/index.ts";
import { Tag, toneOf, useT } from "../../kit/index.ts";
import { useRecords } from "../list/data.ts";
import type { ListState } from "../list/useList.ts";
import { useMore } from "../list/useMore.ts";
import { type BoardColumn, columnWhere, mayDrop } from "./board.ts";
import { Tile } from "./Tile.tsx";

/** A card that is dragged, or picked up with the keyboard, and the column it is over. */
export type Held = { record: RecordData; from: BoardColumn; over: BoardColumn };

type LaneProps = {
  form: FormInfo;
  list: ListState;
  field: FieldDef;
  column: BoardColumn;
  columns: BoardColumn[];
  /** The counts are at least. */
  least: boolean;
  movable: boolean;
  held: Held | null;
  onHold: (held: Held | null) => void;
  onStep: (by: number) => void;
  onDrop: (record: RecordData, from: BoardColumn, to: BoardColumn) => void;
};

const SIZE = 20;

/** One column of a board; its cards are loaded as it is scrolled. */
export function BoardLane(props: LaneProps) {
  const { form, list, field, column, columns, least, held, onHold, onDrop } = props;
  const t = useT("records");
  const where = columnWhere(list.query.where, list.face.by, column);
  const records = useRecords(form.key, { ...list.query, where }, column.count > 0, SIZE);
  const end = useMore(records, 300);
  const { hasMore, more } = records;
  const items = column.count > 0 ? records.items : [];
  const over = held !== null && held.over.value === column.value && held.from.value !== column.value;
  const title = column.title === null ? t("column_hidden") : column.title || t("column_blank");
  const count = least ? t("count_least", { n: column.count }) : String(column.count);
  return (
    <section
      className={over ? "lane lane-over" : "lane"}
      aria-label={`${title}, ${count}`}
      onDragOver={(event) => {
        if (!held || !mayDrop(field, column)) return;
        event.preventDefault();
        if (held.over.value !== column.value) onHold({ ...held, over: column });
      }}
      onDrop={(event) => {
        event.preventDefault();
        if (held) onDrop(held.record, held.from, column);
      }}
    >
      <header className="lane-head">
        {columns.some((one) => one.color) ? <Tag tone={toneOf(column.color)}>{title}</Tag> : <strong className="cut">{title}</strong>}
        <span className="lane-count">{count}</span>
      </header>
      <div className="lane-cards">
        {records.problem && column.count > 0 ? <ProblemBox problem={records.problem} onRetry={records.again} /> : null}
        {items.map((record) => (
          <BoardCard key={record.id} {...props} record={record} />
        ))}
        {items.length === 0 && !records.isLoading ? <p className="faint lane-none">{t("column_none")}</p> : null}
        <div ref={end} className="lane-end">
          {hasMore && items.length > 0 ? (
            <Button type="text" size="small" loading={records.isLoading} onClick={more}>
              {t("load_more")}
            </Button>
          ) : null}
        </div>
      </div>
    </section>
  );
}

function BoardCard({ form, list, field, column, columns, movable, held, onHold, onStep, onDrop, record }: LaneProps & { record: RecordData }) {
  const t = useT("records");
  const open = (): void => list.place.go(`/f/${form.key}/${record.id}`);
  const loose = movable && record.state !== "voided";
  const mine = held?.record.id === record.id;
  const pressed = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.target !== event.currentTarget) return;
    const act: Record<string, () => void> = mine
      ? { " ": () => onDrop(record, column, held.over), ArrowRight: () => onStep(1), ArrowLeft: () => onStep(-1), Escape: () => onHold(null) }
      : { Enter: open, ...(loose ? { " ": () => onHold({ record, from: column, over: column }) } : {}) };
    const run = act[event.key];
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  const targets = columns.filter((one) => one.value !== column.value && mayDrop(field, one));
  return (
    <article
      className={mine ? "tile board-card held" : "tile board-card"}
      tabIndex={0}
      draggable={loose}
      aria-describedby={loose ? "board-keys" : undefined}
      title={loose ? t("card_keys") : undefined}
      onClick={open}
      onKeyDown={pressed}
      onBlur={() => mine && onHold(null)}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", record.title);
        onHold({ record, from: column, over: column });
      }}
      onDragEnd={() => onHold(null)}
    >
      <Tile form={form.definition} record={record} columns={list.columns} without={[list.face.by]}>
        {loose && targets.length ? (
          <Dropdown trigger={["click"]} menu={{ items: targets.map((one) => ({ key: one.value || "-", label: one.title || t("column_blank") })), onClick: (chosen) => (chosen.domEvent.stopPropagation(), onDrop(record, column, targets.find((one) => (one.value || "-") === chosen.key) ?? column)) }}>
            <Button type="text" size="small" className="tile-more" icon={<MoreOutlined />} aria-label={t("move_to")} onClick={(event) => event.stopPropagation()} />
          </Dropdown>
        ) : null}
      </Tile>
    </article>
  );
}
