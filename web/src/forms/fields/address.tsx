import { useLang, useT } from "../../kit/index.ts";
import { PROVINCES, provinceOf } from "../model/provinces.ts";
import { TextWidget } from "./text.tsx";
import { aria, inputClass, type WidgetProps } from "./tools.ts";

/** A Chinese address: its province from a list, then city, district and street; one text. */
export function AddressWidget(props: WidgetProps) {
  const t = useT("forms");
  const lang = useLang();
  if (props.compact) return <TextWidget {...props} />;
  const text = String(props.value ?? "");
  const province = provinceOf(text);
  const rest = text.slice(province.length);
  const change = (name: string, street: string): void => props.onChange(`${name}${street}` || null);
  return (
    <span className="ff-pair ff-address">
      <select className={inputClass(props)} value={province} aria-label={t("province")} onChange={(event) => change(event.target.value, rest)}>
        <option value="">{t("province")}</option>
        {PROVINCES.map((one) => (
          <option key={one.zh} value={one.zh}>
            {one[lang]}
          </option>
        ))}
      </select>
      <input
        {...aria(props)}
        className={inputClass(props)}
        value={rest}
        placeholder={t("address_rest")}
        autoComplete="street-address"
        maxLength={Number(props.field.max ?? 300)}
        onChange={(event) => change(province, event.target.value)}
      />
    </span>
  );
}
