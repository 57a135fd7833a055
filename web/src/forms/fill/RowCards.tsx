import { PlusOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { memo, useEffect, useState } from "react";
import { useLabel, useLang, useT } from "../../kit/index.ts";
import { cellText } from "../fields/cellText.ts";
import type { View } from "../model/engine.ts";
import { pathOf } from "../model/path.ts";
import type { ReadyField } from "../model/preset.ts";
import { isBlank } from "../model/scalar.ts";
import type { ListActs } from "./ListField.tsx";
import { RowSheet } from "./RowSheet.tsx";
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
  const [open, setOpen] = useState<string | null>(null);
  useEffect(() => {
    reveal.set(field.key, (row) => setOpen(views[row]?.key ?? null));
    return () => void reveal.delete(field.key);
  });
  const at = views.findIndex((view) => view.key === open);
  return (
    <div className="ff-cards">
      {views.map((view, index) => (
        <RowCard key={view.key} field={field} view={view} index={index} errors={errors[index]} onOpen={setOpen} />
      ))}
      {views.length ? null : <div className="ff-no-rows">{t("no_rows_phone")}</div>}
      <Button icon={<PlusOutlined />} block onClick={() => setOpen(acts.add())}>
        {t("add_row")}
      </Button>
      {acts.undo ? (
        <div className="ff-list-foot faint">
          {t("row_removed", { n: (acts.undone ?? 0) + 1 })}
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

/** A typed quantity with the uom it is counted in. */
function shownValue(view: View, field: ReadyField): unknown {
  const value = view.values[field.key];
  return field.type === "quantity" && typeof value === "object" ? { uom: view.flags[field.key]?.uom, ...value } : value;
}

type RowCardProps = { field: ReadyField; view: View; index: number; errors: Record<string, string> | undefined; onOpen: (key: string) => void };

const RowCard = memo(
  function RowCard({ field, view, index, errors, onOpen }: RowCardProps) {
    const t = useT("forms");
    const label = useLabel();
    const lang = useLang();
    const wrong = errors ? Object.values(errors) : [];
    const seen = (field.fields ?? []).filter((one) => !view.flags[one.key]?.hidden && !isBlank(view.values[one.key]));
    return (
      <button type="button" className={wrong.length ? "ff-card ff-card-wrong" : "ff-card"} data-path={pathOf({ field: field.key, row: index })} onClick={() => onOpen(view.key)}>
        <span className="ff-card-no">{index + 1}</span>
        <span className="ff-card-facts">
          {seen.map((one) => (
            <span key={one.key} className="ff-card-fact">
              <span className="faint">{label(one.label)}</span>
              <span className={one.type === "lot" ? "ff-card-value mono" : "ff-card-value"}>{cellText(one, shownValue(view, one), lang)}</span>
            </span>
          ))}
          {seen.length ? null : <span className="faint">{t("tap_to_edit")}</span>}
          {wrong.length ? <span className="ff-error">{wrong.join(" ")}</span> : null}
        </span>
        <RightOutlined className="ff-caret" />
      </button>
    );
  },
  (a, b) => a.view === b.view && a.index === b.index && a.onOpen === b.onOpen && JSON.stringify(a.errors) === JSON.stringify(b.errors),
);
