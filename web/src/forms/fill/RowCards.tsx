import { PlusOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { memo, type ReactNode, useEffect, useRef, useState } from "react";
import { LotTag, useLabel, useLang, useT } from "../../kit/index.ts";
import { cellText } from "../fields/cellText.ts";
import { type ChosenLot, isUsable, type LotInfo } from "../fields/lot.tsx";
import { FieldView } from "../fields/FieldView.tsx";
import { useTools } from "../fields/tools.ts";
import type { View } from "../model/engine.ts";
import { pathOf } from "../model/path.ts";
import { isMeasure, type ReadyField } from "../model/preset.ts";
import { quickFields } from "../model/quick.ts";
import { isBlank } from "../model/scalar.ts";
import { FieldBox } from "./FieldBox.tsx";
import { focusPath } from "./focus.ts";
import type { ListActs } from "./listActs.ts";
import { RowSheet } from "./RowSheet.tsx";
import { RowsRemoved } from "./ListFoot.tsx";
import type { Reveal } from "./Sections.tsx";

type RowCardsProps = {
  field: ReadyField;
  views: View[];
  errors: Record<number, Record<string, string>>;
  acts: ListActs;
  reveal: Reveal;
  onLeave: (path: string) => void;
};

/** A detail list on a phone: one card per row; a card opens as a sheet with large controls. */
export function RowCards({ field, views, errors, acts, reveal, onLeave }: RowCardsProps) {
  const t = useT("forms");
  const { scope } = useTools();
  const [wanted, setWanted] = useState(-1);
  const [open, setOpen] = useState<string | null>(null);
  useEffect(() => {
    reveal.set(field.key, (row, cell) => {
      setWanted(row);
      const view = views[row];
      if (view && quickFields(field, view).some((one) => one.key === cell)) focusPath(pathOf({ field: field.key, row, cell }), scope);
      else setOpen(view?.key ?? null);
    });
    return () => void reveal.delete(field.key);
  });
  const at = views.findIndex((view) => view.key === open);
  return (
    <div className="ff-cards">
      {chunksOf(views.length).map((from) => (
        <CardChunk key={from} rows={Math.min(CHUNK, views.length - from)} wanted={from === 0 || (wanted >= from && wanted < from + CHUNK)}>
          {views.slice(from, from + CHUNK).map((view, at) => {
            const index = from + at;
            return <RowCard key={view.key} field={field} view={view} index={index} errors={errors[index]} opened={view.key === open} acts={acts} onLeave={onLeave} onOpen={setOpen} />;
          })}
        </CardChunk>
      ))}
      {views.length ? null : <div className="ff-no-rows">{t("no_rows_phone")}</div>}
      <Button icon={<PlusOutlined />} block onClick={() => setOpen(acts.add())}>
        {t("add_row")}
      </Button>
      {acts.undo ? (
        <div className="ff-list-foot faint">
          <RowsRemoved undone={acts.undone} />
          <button type="button" className="ff-link" onClick={acts.undo}>
            {t("undo")}
          </button>
        </div>
      ) : null}
      <RowSheet
        field={field}
        view={at < 0 ? null : (views[at] ?? null)}
        index={at}
        count={views.length}
        errors={errors[at]}
        acts={acts}
        onLeave={onLeave}
        onGo={(index) => setOpen(views[index]?.key ?? null)}
        onOpen={setOpen}
        onClose={() => setOpen(null)}
      />
    </div>
  );
}

const CHUNK = 25;
const CARD_PX = 96;

const chunksOf = (count: number): number[] => Array.from({ length: Math.ceil(count / CHUNK) }, (_, at) => at * CHUNK);

const NEAR = "1200px";

type CardChunkProps = { rows: number; /** The first cards, or one that is led to. */ wanted: boolean; children: ReactNode };

/** Some of the cards, drawn once they come near: a list of 1,000 rows opens at once. */
function CardChunk({ rows, wanted, children }: CardChunkProps) {
  const box = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(typeof IntersectionObserver === "undefined");
  useEffect(() => {
    if (near || !box.current) return;
    const seen = new IntersectionObserver((found) => found.some((one) => one.isIntersecting) && setNear(true), { rootMargin: NEAR, scrollMargin: NEAR } as IntersectionObserverInit);
    seen.observe(box.current);
    return () => seen.disconnect();
  }, [near]);
  const drawn = near || wanted;
  return (
    <div ref={box} className="ff-card-chunk" style={drawn ? undefined : { minHeight: rows * CARD_PX }}>
      {drawn ? children : null}
    </div>
  );
}

/** A typed quantity with the uom it is counted in. */
function shownValue(view: View, field: ReadyField): unknown {
  const value = view.values[field.key];
  return isMeasure(field) && typeof value === "object" ? { uom: view.flags[field.key]?.uom, ...value } : value;
}

type RowCardProps = {
  field: ReadyField;
  view: View;
  index: number;
  errors: Record<string, string> | undefined;
  /** It stands open as a sheet: what is filled in is filled in there. */
  opened: boolean;
  acts: ListActs;
  onLeave: (path: string) => void;
  onOpen: (key: string) => void;
};

const RowCard = memo(
  function RowCard({ field, view, index, errors, opened, acts, onLeave, onOpen }: RowCardProps) {
    const t = useT("forms");
    const quick = opened ? [] : quickFields(field, view);
    const wrong = Object.entries(errors ?? {}).filter(([key]) => !quick.some((one) => one.key === key));
    return (
      <div className={errors && Object.keys(errors).length ? "ff-card ff-card-wrong" : "ff-card"} data-path={pathOf({ field: field.key, row: index })}>
        <button type="button" className="ff-card-open" aria-label={t("row_of", { n: index + 1 })} onClick={() => onOpen(view.key)}>
          <span className="ff-card-no">{index + 1}</span>
          <CardFacts field={field} view={view} quick={quick} />
          <RightOutlined className="ff-caret" />
        </button>
        {wrong.length ? <div className="ff-error">{wrong.map(([, words]) => words).join(" ")}</div> : null}
        {quick.length ? (
          <div className="ff-card-quick">
            {quick.map((one) => (
              <FieldBox
                key={one.key}
                field={one}
                path={pathOf({ field: field.key, row: index, cell: one.key })}
                name={`${field.key}.${one.key}`}
                row={view.key}
                value={view.values[one.key]}
                flags={view.flags[one.key]!}
                error={errors?.[one.key]}
                onChange={(key, value) => acts.setCell(view.key, key, value)}
                onLeave={onLeave}
              />
            ))}
          </div>
        ) : null}
      </div>
    );
  },
  (a, b) => a.view === b.view && a.index === b.index && a.opened === b.opened && a.onOpen === b.onOpen && a.acts === b.acts && JSON.stringify(a.errors) === JSON.stringify(b.errors),
);

function CardFacts({ field, view, quick }: { field: ReadyField; view: View; quick: ReadyField[] }) {
  const t = useT("forms");
  const label = useLabel();
  const lang = useLang();
  const seen = (field.fields ?? []).filter((one) => !view.flags[one.key]?.hidden && !isBlank(view.values[one.key]) && !quick.includes(one));
  const [head, ...rest] = seen;
  if (!quick.length) {
    return (
      <span className="ff-card-facts">
        {seen.map((one) => (
          <span key={one.key} className="ff-card-fact">
            <span className="faint">{label(one.label)}</span>
            <span className={one.type === "lot" ? "ff-card-value mono" : "ff-card-value"}>
              <FieldValue field={one} view={view} />
            </span>
          </span>
        ))}
        {seen.length ? null : <span className="faint">{t("tap_to_edit")}</span>}
      </span>
    );
  }
  return (
    <span className="ff-card-facts">
      {head ? <span className={head.type === "lot" ? "ff-card-head mono" : "ff-card-head"}>{cellText(head, shownValue(view, head), lang)}</span> : <span className="faint">{t("tap_to_edit")}</span>}
      <CardTag info={(head?.type === "lot" ? (view.values[head.key] as ChosenLot | null)?.info : undefined) ?? null} />
      <span className="ff-card-line">
        {rest.map((one) => (
          <span key={one.key}>
            <span className="faint">{label(one.label)}</span> <FieldValue field={one} view={view} />
          </span>
        ))}
      </span>
    </span>
  );
}

/** The status of a card's lot, where it is not one that may be used. */
function CardTag({ info }: { info: LotInfo | null }) {
  const status = info ? (info.inside_status ?? info.status) : null;
  if (!info || !status || isUsable(info)) return null;
  return (
    <span>
      <LotTag status={status} expiresOn={info.expires_on} />
    </span>
  );
}

function FieldValue({ field, view }: { field: ReadyField; view: View }) {
  const lang = useLang();
  if (field.widget === "verdict" || field.type === "choice") return <FieldView field={field} value={view.values[field.key]} brief />;
  return <>{cellText(field, shownValue(view, field), lang)}</>;
}
