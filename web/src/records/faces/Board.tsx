import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type FormInfo, keys, type Problem, ProblemBox, type RecordData } from "../../api/index.ts";
import { useIsPhone, useLabel, useT, Waiting } from "../../kit/index.ts";
import type { ListState } from "../list/useList.ts";
import { BoardLane, type Held } from "./BoardLane.tsx";
import { type BoardColumn, columnsOf, type Groups, mayDrop, mayMove } from "./board.ts";
import { type Move, MoveDialog } from "./MoveDialog.tsx";

/** The records of a list as cards in columns, by the value of a field. */
export function Board({ form, list }: { form: FormInfo; list: ListState }) {
  const t = useT("records");
  const label = useLabel();
  const phone = useIsPhone();
  const client = useQueryClient();
  const [held, setHeld] = useState<Held | null>(null);
  const [move, setMove] = useState<Move | null>(null);
  const { by } = list.face;
  const field = form.definition.fields.find((one) => one.key === by);
  const { where, search } = list.query;
  const groups = useQuery<Groups, Problem>({
    queryKey: [...keys.records(form.key), "groups", by, where, search],
    queryFn: ({ signal }) => api.get(`/records/${encodeURIComponent(form.key)}/groups`, { by, where, search }, signal),
  });
  if (groups.error) return <ProblemBox problem={groups.error} onRetry={() => void groups.refetch()} />;
  if (!groups.data || !field) return <Waiting rows={8} />;
  const columns = columnsOf(field, groups.data, label);
  const movable = mayMove(form, field);
  const drop = (record: RecordData, from: BoardColumn, to: BoardColumn): void => {
    setHeld(null);
    if (movable && to.value !== from.value && mayDrop(field, to)) setMove({ record, from, to });
  };
  /** With the arrow keys a card that is held goes to the next column it may be put into. */
  const step = (by: number): void => {
    if (!held) return;
    const at = columns.findIndex((column) => column.value === held.over.value);
    const ahead = by > 0 ? columns.slice(at + 1) : columns.slice(0, at).reverse();
    const over = ahead.find((column) => mayDrop(field, column));
    if (over) setHeld({ ...held, over });
  };
  return (
    <div className="board-box">
      {groups.data.more || groups.data.left_out || !movable ? (
        <p className="board-note quiet">
          {groups.data.more ? <span>{t("counts_least")}</span> : null}
          {groups.data.left_out ? <span>{t("columns_left", { n: groups.data.left_out })}</span> : null}
          {movable ? null : <span>{t("board_fixed", { field: label(field.label) })}</span>}
        </p>
      ) : null}
      <div className={phone ? "board board-phone" : "board"}>
        {columns.map((column) => (
          <BoardLane
            key={column.value || "-"}
            form={form}
            list={list}
            field={field}
            column={column}
            columns={columns}
            least={groups.data.more}
            movable={movable}
            held={held}
            onHold={setHeld}
            onStep={step}
            onDrop={drop}
          />
        ))}
      </div>
      <span id="board-keys" hidden>
        {t("card_keys")}
      </span>
      <div className="sr-only" aria-live="assertive">
        {held ? t("card_held", { title: held.record.title, column: held.over.title || t("column_blank") }) : null}
      </div>
      <MoveDialog form={form} field={field} move={move} onClose={() => setMove(null)} onMoved={() => void client.invalidateQueries({ queryKey: keys.records(form.key) })} />
    </div>
  );
}
