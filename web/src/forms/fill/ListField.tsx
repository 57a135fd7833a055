import { ReloadOutlined } from "@ant-design/icons";
import { memo, useCallback, useMemo, useState } from "react";
import { shownStatus, useLabel, useT } from "../../kit/index.ts";
import { type ChosenLot, chosenLot, isUsable, type LotInfo } from "../fields/lot.tsx";
import { FieldView } from "../fields/FieldView.tsx";
import { useTools } from "../fields/tools.ts";
import type { EditRow, View } from "../model/engine.ts";
import { inputId, ofList } from "../model/path.ts";
import type { ReadyField } from "../model/preset.ts";
import { isBlank } from "../model/scalar.ts";
import { focusCell } from "./gridKeys.ts";
import { ListGrid } from "./ListGrid.tsx";
import { RowCards } from "./RowCards.tsx";
import { ScanAdd, type ScanSaid } from "./ScanAdd.tsx";
import type { Reveal } from "./Sections.tsx";
import { scannedList } from "./useScanRoute.ts";
import { useProposal } from "./useProposal.ts";
import type { TypedState } from "./useTyped.ts";

type ListFieldProps = {
  field: ReadyField;
  state: TypedState;
  errors: Record<string, string>;
  reveal: Reveal;
  onLeave: (path: string) => void;
  onForget: (prefix: string) => void;
};

/** What the rows of a list can be told to do. */
export type ListActs = {
  setCell: (row: string, cell: string, value: unknown) => void;
  add: (after?: string) => string;
  copy: (row: View) => string;
  remove: (row: View, at: number) => void;
  undo: (() => void) | null;
  undone: number | null;
};

const NO_VIEWS: View[] = [];

/** A detail list: a grid on a desk, one card per row on a phone. */
export const ListField = memo(function ListField({ field, state, errors, reveal, onLeave, onForget }: ListFieldProps) {
  const label = useLabel();
  const t = useT("forms");
  const { phone, scope } = useTools();
  const views = state.shot.lists[field.key] ?? NO_VIEWS;
  const flags = state.shot.top.flags[field.key];
  const rowErrors = useMemo(() => ofList(errors, field.key), [errors, field.key]);
  const acts = useListActs(field, state, onForget);
  const error = errors[field.key];
  const scanned = scannedList(state.program.fields);
  const proposed = useProposal(field, state);
  const addScanned = useScanned(field, state, acts);
  if (!flags) return null;
  const fixed = flags.readonly;
  const goOn = (row: number): void => {
    const needed = field.fields?.find((one) => (one.type === "quantity" || one.type === "number") && one.required);
    if (!needed && !phone) return; // nothing to type: the next scan goes to the same box
    const amount = needed?.key ?? scanned?.lot.key ?? "";
    requestAnimationFrame(() => {
      reveal.get(field.key)?.(row, amount);
      requestAnimationFrame(() => (phone ? undefined : focusCell(field.key, row, amount, scope)));
    });
  };
  const common = { field, views, errors: rowErrors, acts, onLeave };
  return (
    <div className="ff-field ff-w12" data-path={field.key}>
      <div className="ff-list-head">
        <span className="ff-label" id={`${inputId(field.key, scope)}-label`}>
          {flags.required ? (
            <span className="ff-star-mark" aria-hidden="true">
              *
            </span>
          ) : null}
          {label(field.label)}
        </span>
        {proposed && !fixed ? (
          <button type="button" className="ff-link ff-propose" disabled={proposed.busy} onClick={proposed.again}>
            <ReloadOutlined aria-hidden="true" /> {t("propose_again")}
          </button>
        ) : null}
        {scanned?.list.key === field.key && !fixed ? <ScanAdd list={field.key} lot={scanned.lot} onScan={addScanned} onGood={goOn} /> : null}
      </div>
      {proposed?.notices.length ? (
        <ul className="ff-short" role="status">
          {proposed.notices.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      ) : null}
      {fixed ? <FieldView field={field} value={views.map((view) => view.values)} /> : null}
      {!fixed && phone ? <RowCards {...common} reveal={reveal} /> : null}
      {!fixed && !phone ? <ListGrid {...common} state={state} reveal={reveal} /> : null}
      {error ? (
        <div className="ff-error" role="alert">
          {error}
        </div>
      ) : label(field.hint) ? (
        <div className="ff-note">{label(field.hint)}</div>
      ) : null}
    </div>
  );
});

/** What of a row another row may begin with: not the evidence, not what must differ. */
function copied(field: ReadyField, view: View): Record<string, unknown> {
  const kept = (field.fields ?? []).filter((one) => !view.flags[one.key]?.readonly && !one.unique && !["image", "file", "signature", "scan", "code_range"].includes(one.type));
  return Object.fromEntries(kept.filter((one) => !isBlank(view.values[one.key])).map((one) => [one.key, view.values[one.key]]));
}

function useListActs(field: ReadyField, state: TypedState, onForget: (prefix: string) => void): ListActs {
  const { hand } = state;
  const list = field.key;
  const [gone, setGone] = useState<{ row: EditRow; at: number } | null>(null);
  const setCell = useCallback(
    (row: string, cell: string, value: unknown) => {
      onForget(list);
      hand.setCell(list, row, cell, value);
    },
    [hand, list, onForget],
  );
  const add = useCallback((after?: string) => hand.addRows(list, [{}], after)[0] ?? "", [hand, list]);
  const copy = useCallback((row: View) => hand.addRows(list, [copied(field, row)], row.key)[0] ?? "", [hand, list, field]);
  const remove = useCallback(
    (row: View, at: number) => {
      onForget(list);
      hand.removeRow(list, row.key);
      setGone({ row: { ...row.values, _k: row.key }, at });
    },
    [hand, list, onForget],
  );
  const undo = useMemo(
    () =>
      gone
        ? () => {
            hand.putRow(list, gone.row, gone.at);
            setGone(null);
          }
        : null,
    [gone, hand, list],
  );
  return useMemo(() => ({ setCell, add, copy, remove, undo, undone: gone?.at ?? null }), [setCell, add, copy, remove, undo, gone]);
}

/** The row a scanned lot belongs to: one that waits for a lot of its material, else one in which nothing stands. */
function freeRow(field: ReadyField, views: View[], lot: string, info: LotInfo): number {
  const links = (field.fields ?? []).filter((one) => one.type === "link").map((one) => one.key);
  const waits = (view: View): boolean => isBlank(view.values[lot]) && links.some((key) => (view.values[key] as { id?: string } | null)?.id === info.material?.id);
  const waiting = info.material ? views.findIndex(waits) : -1;
  return waiting >= 0 ? waiting : views.findIndex((view) => !view.filled);
}

/** Adds the lot of a scanned code as a row, in the first empty row when there is one. */
function useScanned(field: ReadyField, state: TypedState, acts: ListActs): (code: string) => Promise<ScanSaid> {
  const t = useT("forms");
  const tools = useTools();
  const kit = useT("kit");
  const lot = field.fields?.find((one) => one.type === "lot" && !one.new)?.key ?? "";
  return async (text) => {
    const found = await tools.lot(text);
    if (!found) return { good: false, words: t("scan_unknown", { code: text }), row: null };
    const views = state.shot.lists[field.key] ?? [];
    const known = views.findIndex((view) => (view.values[lot] as ChosenLot | null)?.code === found.id);
    if (known >= 0) return { good: false, words: t("scan_double", { code: found.id, row: known + 1 }), row: known };
    const info = (found.fields ?? {}) as LotInfo;
    const empty = freeRow(field, views, lot, info);
    if (empty >= 0) acts.setCell(views[empty]!.key, lot, chosenLot(found));
    else state.hand.addRows(field.key, [{ [lot]: chosenLot(found) }]);
    const row = empty >= 0 ? empty : views.length;
    if (isUsable(info)) return { good: true, words: t("scan_added", { code: found.id }), row };
    const status = kit(`status.${shownStatus(info.inside_status ?? info.status ?? "", info.expires_on)}`);
    return { good: false, words: t("lot_refused", { code: found.id, status }), row };
  };
}
