import { ReloadOutlined } from "@ant-design/icons";
import { memo, useMemo } from "react";
import { useLabel, useT } from "../../kit/index.ts";
import { FieldView } from "../fields/FieldView.tsx";
import { useTools } from "../fields/tools.ts";
import type { View } from "../model/engine.ts";
import { inputId, ofList } from "../model/path.ts";
import { isMeasure, type ReadyField } from "../model/preset.ts";
import { focusCell } from "./gridKeys.ts";
import { useListActs } from "./listActs.ts";
import { ListGrid } from "./ListGrid.tsx";
import { RowCards } from "./RowCards.tsx";
import { ScanAdd } from "./ScanAdd.tsx";
import type { Reveal } from "./Sections.tsx";
import { useScanned } from "./useScanned.ts";
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
  const scanning = scannedList(state.program.fields);
  const scanned = scanning?.list.key === field.key ? scanning.cell : undefined;
  const proposed = useProposal(field, state);
  const addScanned = useScanned(field, scanned, state, acts);
  if (!flags) return null;
  const fixed = flags.readonly;
  const goOn = (row: number): void => {
    const needed = field.scan_count ? undefined : field.fields?.find((one) => (isMeasure(one) || one.type === "number") && one.required);
    if (!needed && !phone) return; // nothing to type: the next scan goes to the same box
    const amount = needed?.key ?? scanned?.key ?? "";
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
        {scanned && !fixed ? <ScanAdd list={field.key} cell={scanned} onScan={addScanned} onGood={goOn} /> : null}
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
