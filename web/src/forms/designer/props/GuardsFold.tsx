import { Segmented, Select } from "antd";
import { type Label, useT } from "../../../kit/index.ts";
import { ConditionInput } from "../expr/ConditionInput.tsx";
import { Fold, Line } from "./Fold.tsx";
import { LabelInput } from "./LabelInput.tsx";
import { Items, useListed } from "./listed.tsx";
import { useSiblings } from "./MapEditor.tsx";

type Guard = { refuse: string; say: Label; at?: string; warn?: boolean };

/** Checks when a record is submitted: they refuse it, or warn. */
export function GuardsFold() {
  const t = useT("forms");
  const list = useListed<Guard>("guards", t("df_guards"));
  const fields = useSiblings("");
  return (
    <Fold name="guards" title={`${t("df_guards")}${list.items.length ? ` (${list.items.length})` : ""}`} shut wrong={list.wrong.flat().length}>
      <Items
        list={list}
        add={t("df_guard_add")}
        none={t("df_guards_none")}
        dropLabel={t("df_guard_drop")}
        start={() => ({ refuse: "", say: { zh: "", en: "" } })}
        head={(guard, at) => (
          <Segmented size="small" block style={{ flex: 1 }} value={guard.warn ? "warn" : "refuse"} options={["refuse", "warn"].map((value) => ({ value, label: t(`df_guard.${value}`) }))} onChange={(way) => list.put(at, { warn: way === "warn" || undefined })} />
        )}
      >
        {(guard, at) => (
          <>
            <Line label={t("df_guard_when")}>
              <ConditionInput at="" label={t("df_guard_when")} value={guard.refuse} onChange={(refuse) => list.put(at, { refuse: refuse ?? "" })} />
            </Line>
            <Line label={t("df_guard_say")}>
              <LabelInput long name={t("df_guard_say")} placeholder={t("df_guard_say_hint")} value={guard.say} onChange={(say) => list.put(at, { say: say ?? { zh: "", en: "" } })} />
            </Line>
            <Line label={t("df_guard_at")}>
              <Select size="small" allowClear aria-label={t("df_guard_at")} showSearch={{ optionFilterProp: "label" }} placeholder={t("df_guard_at_none")} value={guard.at || undefined} options={fields} onChange={(key?: string) => list.put(at, { at: key })} />
            </Line>
          </>
        )}
      </Items>
    </Fold>
  );
}
