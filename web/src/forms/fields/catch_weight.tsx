import { useLang, useT } from "../../kit/index.ts";
import { uomText } from "../model/uom.ts";
import { Digits } from "./number.tsx";
import { QuantityWidget } from "./quantity.tsx";
import type { WidgetProps } from "./tools.ts";

type Weight = { pieces?: unknown; value?: unknown; uom?: string };

/** Pieces and the weight they have; without a weight it comes from the material's weight of a piece. */
export function CatchWeightWidget(props: WidgetProps) {
  const t = useT("forms");
  const lang = useLang();
  const given = (typeof props.value === "object" && props.value !== null ? props.value : { value: props.value }) as Weight;
  const change = (changes: Weight): void => {
    const next = { ...given, ...changes };
    props.onChange(next.pieces || next.value || next.uom ? next : null);
  };
  const piece = uomText(String(props.field.piece ?? "pcs"), lang);
  return (
    <span className="ff-pair ff-weights" role="group" aria-label={t("catch_weight")}>
      <Digits
        {...props}
        digits={given.pieces}
        onDigits={(text) => change({ pieces: text })}
        label={t("pieces")}
        after={<span className="ff-suffix">{piece}</span>}
      />
      <QuantityWidget
        {...props}
        id={`${props.id}-weight`}
        value={{ value: given.value, uom: given.uom }}
        onChange={(next) => change((next ?? { value: null, uom: undefined }) as Weight)}
      />
    </span>
  );
}
