import { Segmented } from "antd";
import { useT } from "../../../kit/index.ts";
import { ExpressionInput } from "../expr/ExpressionInput.tsx";
import { Fold, Line } from "../props/Fold.tsx";
import { RuleEditor } from "../props/RuleEditor.tsx";
import { useField } from "../props/useField.ts";

type New = { rule?: string; material?: string; kind?: string; [more: string]: unknown };
const MORE = ["supplier_lot", "produced_on", "expires_on", "status", "uom"] as const;
const WANTS = { supplier_lot: "text", produced_on: "date", expires_on: "date", status: "text", uom: "text" } as const;

/** How the record makes a lot: its code by rule, its material, what it carries. */
export function NewLot({ path }: { path: string }) {
  const t = useT("forms");
  const f = useField(path);
  if (!f) return null;
  const made = (f.field.new ?? {}) as New;
  const put = (changes: Partial<New>): void => f.set({ new: Object.fromEntries(Object.entries({ ...made, ...changes }).filter(([, value]) => value !== undefined && value !== "")) });
  return (
    <div className="dt-new">
      <Line label={t("dt_new_rule")} hint={t("dt_new_rule_about")}>
        <RuleEditor at={path} value={made.rule ?? ""} onChange={(rule) => put({ rule })} />
      </Line>
      <Line label={t("dt_new_kind")}>
        <Segmented size="small" value={made.kind ?? "lot"} options={["lot", "item", "logistic"].map((value) => ({ value, label: t(`dt_new_kind.${value}`) }))} onChange={(kind) => put({ kind: kind === "lot" ? undefined : kind })} />
      </Line>
      {made.kind === "logistic" ? null : (
        <Line label={t("dt_new.material")}>
          <ExpressionInput at={path} want="any" label={t("dt_new.material")} value={made.material} onChange={(material) => put({ material })} />
        </Line>
      )}
      <Fold name="dt new" title={t("dt_new_more")} shut>
        {MORE.map((key) => (
          <Line key={key} label={t(`dt_new.${key}`)}>
            <ExpressionInput at={path} want={WANTS[key]} label={t(`dt_new.${key}`)} value={made[key] as string | undefined} onChange={(text) => put({ [key]: text })} />
          </Line>
        ))}
      </Fold>
    </div>
  );
}
