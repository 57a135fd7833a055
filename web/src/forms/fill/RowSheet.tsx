import { CopyOutlined, DeleteOutlined, LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useLabel, useT } from "../../kit/index.ts";
import { Sheet } from "../fields/Sheet.tsx";
import type { View } from "../model/engine.ts";
import { pathOf } from "../model/path.ts";
import type { ReadyField } from "../model/preset.ts";
import { FieldBox } from "./FieldBox.tsx";
import type { ListActs } from "./listActs.ts";

type RowSheetProps = {
  field: ReadyField;
  view: View | null;
  index: number;
  count: number;
  errors: Record<string, string> | undefined;
  acts: ListActs;
  onLeave: (path: string) => void;
  onGo: (index: number) => void;
  onOpen: (key: string) => void;
  onClose: () => void;
};

/** One row of a list on a phone, with large controls. */
export function RowSheet({ field, view, index, count, errors, acts, onLeave, onGo, onOpen, onClose }: RowSheetProps) {
  const t = useT("forms");
  const label = useLabel();
  const title = `${label(field.label)} · ${t("row_of", { n: index + 1 })}`;
  const tools = view ? (
    <span className="ff-sheet-tools">
      <Button type="text" icon={<LeftOutlined />} disabled={index <= 0} aria-label={t("last_row")} onClick={() => onGo(index - 1)} />
      <Button type="text" icon={<RightOutlined />} disabled={index + 1 >= count} aria-label={t("next_row")} onClick={() => onGo(index + 1)} />
      <Button type="text" icon={<CopyOutlined />} aria-label={t("copy_row")} onClick={() => onOpen(acts.copy([view]))} />
      <Button
        type="text"
        danger
        icon={<DeleteOutlined />}
        aria-label={t("remove_row")}
        onClick={() => {
          onClose();
          acts.remove([view]);
        }}
      />
    </span>
  ) : null;
  const footer = (
    <div className="ff-sheet-foot">
      <Button onClick={() => onOpen(acts.add(view?.key))}>{t("row_next")}</Button>
      <Button type="primary" onClick={onClose}>
        {t("row_done")}
      </Button>
    </div>
  );
  return (
    <Sheet open={view !== null} onClose={onClose} size="92%" title={title} extra={tools} footer={footer}>
      {view ? (
        <div className="ff-grid" key={view.key}>
          {(field.fields ?? []).map((one) => {
            const flags = view.flags[one.key];
            if (!flags || flags.hidden) return null;
            return (
              <FieldBox
                key={one.key}
                field={one}
                path={pathOf({ field: field.key, row: index, cell: one.key })}
                name={`${field.key}.${one.key}`}
                row={view.key}
                value={view.values[one.key]}
                flags={flags}
                error={errors?.[one.key]}
                onChange={(key, value) => acts.setCell(view.key, key, value)}
                onLeave={onLeave}
              />
            );
          })}
        </div>
      ) : null}
    </Sheet>
  );
}
