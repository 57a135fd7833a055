import { Input, Select } from "antd";
import { type Label, useT } from "../../../kit/index.ts";
import { ConditionInput } from "../expr/ConditionInput.tsx";
import { keyFrom, typeOf } from "../model/doc.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { Fold, Line } from "./Fold.tsx";
import { LabelInput } from "./LabelInput.tsx";
import { Items, useListed } from "./listed.tsx";
import { useSiblings } from "./MapEditor.tsx";
import { OrderInput } from "./OrderInput.tsx";

type View = { key: string; label: Label; where?: string; sort?: string; fields?: string[]; face?: string; by?: string; date?: string; until?: string; picture?: string };

/** What each face of a view is drawn by: a part of the view, and the field types that may stand there. */
const FACES: Record<string, [part: "by" | "date" | "until" | "picture", types: string[]][]> = {
  table: [],
  kanban: [["by", ["choice", "link"]]],
  calendar: [
    ["date", ["date", "datetime"]],
    ["until", ["date", "datetime"]],
  ],
  gallery: [["picture", ["image"]]],
};

/** Lists of records that come with the form: which, in what order, drawn how. */
export function ViewsFold() {
  const t = useT("forms");
  const d = useDesigner();
  const list = useListed<View>("views", t("df_views"));
  const fields = useSiblings("");
  const own = [...fields, { value: "created_at", label: t("de_own.created_at") }];
  const of = (types: string[]) => fields.filter((one) => types.includes(typeOf(d.doc.fields[one.value]!)));
  const freeKey = (): string => {
    for (let n = 1; ; n += 1) if (!list.items.some((one) => one.key === `view_${n}`)) return `view_${n}`;
  };
  return (
    <Fold name="views" title={t("df_views")} shut wrong={list.wrong.flat().length}>
      <Items list={list} add={t("df_view_add")} none={t("df_views_none")} dropLabel={t("df_view_drop")} start={() => ({ key: freeKey(), label: { zh: "新视图", en: "New view" } })} head={(view, at) => <div style={{ flex: 1, minWidth: 0 }}><LabelInput name={t("df_view_name")} value={view.label} onChange={(label) => list.put(at, { label: label ?? { zh: "", en: "" } })} /></div>}>
        {(view, at) => (
          <>
            <Line label={t("df_view_face")}>
              <Select size="small" aria-label={t("df_view_face")} value={view.face ?? "table"} options={Object.keys(FACES).map((value) => ({ value, label: t(`df_face.${value}`) }))} onChange={(face) => list.put(at, { face: face === "table" ? undefined : face, by: undefined, date: undefined, until: undefined, picture: undefined })} />
            </Line>
            {FACES[view.face ?? "table"]!.map(([part, types]) => (
              <Line key={part} label={t(`df_face_part.${part}`)}>
                <Select size="small" allowClear aria-label={t(`df_face_part.${part}`)} placeholder={t("dp_none")} value={view[part]} options={of(types)} onChange={(key?: string) => list.put(at, { [part]: key })} />
              </Line>
            ))}
            <Line label={t("df_view_where")}>
              <ConditionInput at="" label={t("df_view_where")} add={t("df_view_all")} value={view.where} onChange={(where) => list.put(at, { where })} />
            </Line>
            <Line label={t("df_sort")}>
              <OrderInput label={t("df_sort")} none={t("df_view_usual")} fields={own} value={view.sort ?? ""} onChange={(sort) => list.put(at, { sort: sort || undefined })} />
            </Line>
            <Line label={t("df_view_fields")}>
              <Select size="small" mode="multiple" aria-label={t("df_view_fields")} showSearch={{ optionFilterProp: "label" }} placeholder={t("df_view_usual")} value={view.fields ?? []} options={own} onChange={(keys: string[]) => list.put(at, { fields: keys.length ? keys : undefined })} />
            </Line>
            <Line label={t("dp_key")} hint={t("dp_key_about")}>
              <Input key={view.key} className="mono" aria-label={t("dp_key")} defaultValue={view.key} onBlur={(event) => keyFrom(event.target.value) && list.put(at, { key: keyFrom(event.target.value) })} />
            </Line>
          </>
        )}
      </Items>
    </Fold>
  );
}
