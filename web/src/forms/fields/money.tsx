import { useT } from "../../kit/index.ts";
import { Digits } from "./number.tsx";
import type { WidgetProps } from "./tools.ts";

/** An amount of money with its currency. */
export function MoneyWidget(props: WidgetProps) {
  const t = useT("forms");
  const given = (typeof props.value === "object" ? props.value : { value: props.value }) as { value?: unknown; currency?: string } | null;
  const usual = String(props.field.currency ?? "CNY");
  const several = (props.field.currencies as string[] | undefined) ?? [];
  const currency = given?.currency || usual;
  const change = (value: unknown, of: string): void => props.onChange(value === "" ? null : { value, currency: of });
  const after =
    several.length > 1 ? (
      <select className="ff-uom" aria-label={t("currency")} value={currency} onChange={(event) => change(given?.value ?? "", event.target.value)}>
        {several.map((code) => (
          <option key={code}>{code}</option>
        ))}
      </select>
    ) : (
      <span className="ff-suffix">{currency}</span>
    );
  return <Digits {...props} digits={given?.value} onDigits={(text) => change(text, currency)} after={after} />;
}
