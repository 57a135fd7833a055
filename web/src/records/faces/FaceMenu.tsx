import { AppstoreOutlined, CalendarOutlined, ProjectOutlined, TableOutlined } from "@ant-design/icons";
import { Button, Popover, Select } from "antd";
import type { ComponentType } from "react";
import type { FaceKind, FormInfo } from "../../api/index.ts";
import { useIsPhone, useLabel, useT } from "../../kit/index.ts";
import type { ListState } from "../list/useList.ts";
import { canShow, faceOf, type FacePart, fieldsFor, KINDS, PARTS } from "./face.ts";

const ICONS: Record<FaceKind, ComponentType> = { table: TableOutlined, kanban: ProjectOutlined, calendar: CalendarOutlined, gallery: AppstoreOutlined };

/** Chooses how the list is shown, and by which fields. */
export function FaceMenu({ form, list }: { form: FormInfo; list: ListState }) {
  const t = useT("records");
  const phone = useIsPhone();
  const { face } = list;
  const Icon = ICONS[face.kind];
  const name = t(phone && face.kind === "table" ? "face.list" : `face.${face.kind}`);
  return (
    <Popover trigger="click" placement="bottomRight" content={<Choices form={form} list={list} />}>
      <Button type="text" icon={<Icon />} aria-label={`${t("face")}: ${name}`}>
        {name}
      </Button>
    </Popover>
  );
}

function Choices({ form, list }: { form: FormInfo; list: ListState }) {
  const t = useT("records");
  const label = useLabel();
  const phone = useIsPhone();
  const { face } = list;
  const parts = (Object.keys(PARTS) as FacePart[]).filter((part) => PARTS[part].kind === face.kind);
  return (
    <div className="faces">
      <div className="faces-kinds" role="radiogroup" aria-label={t("face")}>
        {KINDS.map((kind) => {
          const Icon = ICONS[kind];
          const can = canShow(form, kind);
          return (
            <button
              key={kind}
              type="button"
              role="radio"
              aria-checked={face.kind === kind}
              className={face.kind === kind ? "faces-kind here" : "faces-kind"}
              disabled={!can}
              title={can ? undefined : t(`face_needs.${kind}`)}
              onClick={() => list.setFace(faceOf(form, kind, face))}
            >
              <Icon /> {t(phone && kind === "table" ? "face.list" : `face.${kind}`)}
            </button>
          );
        })}
      </div>
      {parts.map((part) => (
        <label key={part} className="faces-part">
          {t(`face_part.${part}`)}
          <Select
            value={face[part] || undefined}
            allowClear={part === "until"}
            options={fieldsFor(form, part).map((field) => ({ value: field.key, label: label(field.label) }))}
            onChange={(key: string | undefined) => list.setFace({ ...face, [part]: key ?? "" })}
          />
        </label>
      ))}
    </div>
  );
}
