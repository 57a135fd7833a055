import { useLang, useT } from "../../kit/index.ts";
import { uomText } from "../model/uom.ts";
import { Digits } from "./number.tsx";
import type { WidgetProps } from "./tools.ts";

/** A quantity with its unit of measure. */
export function QuantityWidget(props: WidgetProps) {
  const t = useT("forms");
  const lang = useLang();
  const given = (typeof props.value === "object" ? props.value : { value: props.value }) as { value?: unknown; uom?: string } | null;
  const { uom: reference, uoms } = props.flags;
  const uom = given?.uom || reference;
  const change = (value: unknown, of: string): void => {
    const chosen = of && of !== reference ? { uom: of } : {};
    props.onChange(value === "" && !chosen.uom ? null : { value, ...chosen });
  };
  const offered = uom && !uoms.includes(uom) ? [uom, ...uoms] : uoms;
  const after =
    offered.length > 1 ? (
      <select className="ff-uom" aria-label={t("uom")} tabIndex={props.compact ? -1 : 0} value={uom} onChange={(event) => change(given?.value ?? "", event.target.value)}>
        {offered.map((key) => (
          <option key={key} value={key}>
            {uomText(key, lang)}
          </option>
        ))}
      </select>
    ) : (
      <span className="ff-suffix">{uom ? uomText(uom, lang) : ""}</span>
    );
  return <Digits {...props} digits={given?.value} onDigits={(text) => change(text, given?.uom ?? "")} after={after} />;
}
