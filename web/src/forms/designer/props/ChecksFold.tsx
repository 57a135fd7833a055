import { Switch } from "antd";
import { useT } from "../../../kit/index.ts";
import { kindOf, type OptionKind } from "../../model/fieldTypes.ts";
import { Fold, Line } from "./Fold.tsx";
import { OptionBox } from "./OptionBox.tsx";
import type { Edited } from "./useField.ts";

/** Options that check what is given, shown beside `required`. */
export const CHECKS = new Set(["min", "max", "low", "high", "not_future", "not_past", "format", "gs1", "max_size", "prefix"]);

/** Options of the field's type that are checks. */
export function checksOf(f: Edited): OptionKind[] {
  return (kindOf(f.d.types, f.field)?.options ?? []).filter((one) => CHECKS.has(one.key));
}

/** What a value must be like. */
export function ChecksFold({ f }: { f: Edited }) {
  const t = useT("forms");
  const kind = kindOf(f.d.types, f.field);
  const computed = f.field.value !== undefined || ["expression", "lookup", "serial"].includes(kind?.type ?? "");
  const checks = checksOf(f);
  const flag = (key: "required" | "unique" | "scan") => (
    <Line key={key} label={t(`dp_${key}`)} hint={t(`dp_${key}_about`)} beside>
      <Switch size="small" aria-label={t(`dp_${key}`)} checked={Boolean(f.field[key])} onChange={(on) => f.set({ [key]: on || undefined })} />
    </Line>
  );
  const flags = [computed ? null : flag("required"), kind?.can_unique ? flag("unique") : null, kind?.can_scan && !computed ? flag("scan") : null].filter(Boolean);
  if (!flags.length && !checks.length) return null;
  return (
    <Fold name="checks" title={t("dp_checks")}>
      {flags}
      {checks.map((option) => (
        <OptionBox key={option.key} option={option} f={f} value={f.field[option.key]} onChange={(value) => f.set({ [option.key]: value })} />
      ))}
    </Fold>
  );
}
