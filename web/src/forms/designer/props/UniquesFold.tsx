import { Select } from "antd";
import { type Label, useT } from "../../../kit/index.ts";
import { Fold, Line } from "./Fold.tsx";
import { LabelInput } from "./LabelInput.tsx";
import { Items, useListed } from "./listed.tsx";
import { useSiblings } from "./MapEditor.tsx";

type Unique = { fields: string[]; say?: Label | null };

/** No two records may agree in several fields at once. */
export function UniquesFold() {
  const t = useT("forms");
  const list = useListed<Unique>("uniques", t("df_uniques"));
  const fields = useSiblings("");
  const names = (keys: string[]): string => keys.map((key) => fields.find((one) => one.value === key)?.label ?? key).join(" + ");
  return (
    <Fold name="uniques" title={t("df_uniques")} shut wrong={list.wrong.flat().length}>
      <Items list={list} add={t("df_unique_add")} none={t("df_uniques_none")} dropLabel={t("df_unique_drop")} start={() => ({ fields: [] })} head={(one) => <span className="cut" style={{ flex: 1 }}>{names(one.fields) || t("df_unique_choose")}</span>}>
        {(one, at) => (
          <>
            <Select size="small" mode="multiple" aria-label={t("df_unique_fields")} showSearch={{ optionFilterProp: "label" }} placeholder={t("df_unique_choose")} value={one.fields} options={fields} onChange={(keys: string[]) => list.put(at, { fields: keys })} />
            <Line label={t("df_guard_say")}>
              <LabelInput name={t("df_guard_say")} placeholder={t("df_unique_say_hint")} value={one.say} onChange={(say) => list.put(at, { say })} />
            </Line>
          </>
        )}
      </Items>
    </Fold>
  );
}
