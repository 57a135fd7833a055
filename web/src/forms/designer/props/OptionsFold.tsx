import { useT } from "../../../kit/index.ts";
import { kindOf } from "../../model/fieldTypes.ts";
import { PRESETS } from "../../model/preset.ts";
import { typeOf } from "../model/doc.ts";
import { CHECKS } from "./ChecksFold.tsx";
import { Fold } from "./Fold.tsx";
import { OptionBox } from "./OptionBox.tsx";
import { RowsBox } from "./RowsBox.tsx";
import { TargetBox } from "./TargetBox.tsx";
import type { Edited } from "./useField.ts";

/** Options whose column stands once published. */
const FIXED = new Set(["to", "decimals", "result", "currency"]);

/** A quantity says its unit in one of these ways. */
const UNITS = ["uom", "uoms", "of"];

/** What choosing an option changes: the one way to say a unit clears the others, also what the kind brings along. */
function chosen(f: Edited, key: string, value: unknown): Record<string, unknown> {
  if (typeOf(f.field) !== "quantity" || !UNITS.includes(key)) return { [key]: value };
  const brought = Boolean(PRESETS[f.field.type]?.options?.uoms);
  if (value === undefined) return { [key]: undefined, ...(brought ? { uoms: undefined } : {}) };
  return { uom: undefined, of: undefined, uoms: brought ? [] : undefined, [key]: value };
}

/** What only fields of this type have: where a link leads, the options of a choice, the rule of a number. */
export function OptionsFold({ f }: { f: Edited }) {
  const t = useT("forms");
  const kind = kindOf(f.d.types, f.field);
  const own = (kind?.options ?? []).filter((one) => !CHECKS.has(one.key) && one.kind !== "fields" && !(one.key === "long" && kind?.preset));
  if (!own.length) return null;
  return (
    <Fold name={`options ${kind?.type}`} title={t("dp_options")}>
      {own.map((option) => {
        if (option.key === "to") return <TargetBox key="to" f={f} option={option} />;
        if (option.key === "rows") return <RowsBox key="rows" f={f} />;
        const locked = f.fixed && FIXED.has(option.key);
        return <OptionBox key={option.key} option={option} f={f} locked={locked} value={f.field[option.key]} onChange={(value) => f.set(chosen(f, option.key, value))} />;
      })}
    </Fold>
  );
}
