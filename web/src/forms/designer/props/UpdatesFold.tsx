import { DeleteOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useMemo } from "react";
import { useLang, useT } from "../../../kit/index.ts";
import { ConditionInput } from "../expr/ConditionInput.tsx";
import { ExpressionInput } from "../expr/ExpressionInput.tsx";
import { nameAt } from "../../condition/names.ts";
import { spotAt } from "../expr/place.ts";
import { useBook } from "../../condition/useBook.ts";
import { eachField, labelOf, splitPath, typeOf } from "../model/doc.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { Fold, Line } from "./Fold.tsx";
import { Items, useListed } from "./listed.tsx";
import { useTargetFields } from "./useTargetFields.ts";

type Update = { record: string; set: Record<string, string>; when?: string };

/** What writing a record changes in the records it links to. */
export function UpdatesFold() {
  const t = useT("forms");
  const d = useDesigner();
  const list = useListed<Update>("updates", t("df_updates"));
  const links = eachField(d.doc)
    .filter(({ field }) => !field.retired && (typeOf(field) === "link" || typeOf(field) === "location"))
    .map(({ path, key, list: inside, field }) => ({ value: path, label: inside ? `${labelOf(inside, d.doc.fields[inside], d.lang)} › ${labelOf(key, field, d.lang)}` : labelOf(key, field, d.lang) }));
  return (
    <Fold name="updates" title={t("df_updates")} shut wrong={list.wrong.flat().length}>
      {links.length || list.items.length ? (
        <Items list={list} add={t("df_update_add")} none={t("df_updates_none")} dropLabel={t("df_update_drop")} start={() => ({ record: links.length === 1 ? links[0]!.value : "", set: {} })} head={(one, at) => <Select size="small" style={{ flex: 1, minWidth: 0 }} aria-label={t("df_update_record")} placeholder={t("df_update_record")} value={one.record || undefined} options={links} onChange={(record) => list.put(at, { record, set: {} })} />}>
          {(one, at) => (one.record ? <Sets update={one} onChange={(changes) => list.put(at, changes)} /> : null)}
        </Items>
      ) : (
        <div className="de-say">{t("df_updates_no_link")}</div>
      )}
    </Fold>
  );
}

function Sets({ update, onChange }: { update: Update; onChange: (changes: Partial<Update>) => void }) {
  const t = useT("forms");
  const lang = useLang();
  const d = useDesigner();
  const { list } = splitPath(update.record);
  const spot = useMemo(() => spotAt(d.doc, list), [d.doc, list]);
  const book = useBook(spot);
  const target = nameAt(spot, book, [splitPath(update.record).key], lang)?.type.form ?? "";
  const theirs = useTargetFields(target, lang);
  const put = (set: Record<string, string>): void => onChange({ set });
  return (
    <>
      {Object.entries(update.set).map(([key, text]) => (
        <Line key={key} label={t("df_update_set", { field: theirs.find((one) => one.value === key)?.label ?? key })}>
          <div className="dp-key">
            <div style={{ flex: 1, minWidth: 0 }}>
              <ExpressionInput at={list} want="any" label={theirs.find((one) => one.value === key)?.label ?? key} value={text} onChange={(next) => put({ ...update.set, [key]: next ?? "" })} />
            </div>
            <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t("df_update_unset")} onClick={() => put(Object.fromEntries(Object.entries(update.set).filter(([one]) => one !== key)))} />
          </div>
        </Line>
      ))}
      <Select size="small" showSearch={{ optionFilterProp: "label" }} value={null} placeholder={`+ ${t("df_update_field")}`} aria-label={t("df_update_field")} options={theirs.filter((one) => !(one.value in update.set))} onChange={(key: string | null) => key && put({ ...update.set, [key]: "" })} />
      <Line label={t("df_update_when")}>
        <ConditionInput at={list} label={t("df_update_when")} add={t("df_update_always")} value={update.when} onChange={(when) => onChange({ when })} />
      </Line>
    </>
  );
}
