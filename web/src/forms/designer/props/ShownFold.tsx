import { useT } from "../../../kit/index.ts";
import { ConditionInput } from "../expr/ConditionInput.tsx";
import { kindOf } from "../../model/fieldTypes.ts";
import { Fold, Line } from "./Fold.tsx";
import type { Edited } from "./useField.ts";

/** When the field is shown, needed, locked. */
export function ShownFold({ f }: { f: Edited }) {
  const t = useT("forms");
  const holds = kindOf(f.d.types, f.field)?.holds !== false;
  const keys = holds ? (["visible_when", "required_when", "readonly_when"] as const) : (["visible_when"] as const);
  const given = keys.filter((key) => f.field[key]);
  return (
    <Fold name="shown" title={t("dp_shown")} shut={!given.length && f.field.type === "list"}>
      {keys.map((key) => (
        <Line key={key} label={t(`dp_${key}`)}>
          <ConditionInput at={f.path} label={`${t(`dp_${key}`)}: ${f.label}`} add={t(`dp_${key}_add`)} value={f.field[key] as string | undefined} onChange={(text) => f.set({ [key]: text })} />
        </Line>
      ))}
    </Fold>
  );
}
