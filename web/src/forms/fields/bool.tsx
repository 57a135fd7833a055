import { useT } from "../../kit/index.ts";
import { Chips } from "./Chips.tsx";
import { aria, inputClass, type WidgetProps } from "./tools.ts";

/** Yes or no; neither until one is chosen. */
export function BoolWidget(props: WidgetProps) {
  const t = useT("forms");
  const now = props.value === true ? "yes" : props.value === false ? "no" : "";
  const choose = (key: string): void => props.onChange(key === "yes" ? true : key === "no" ? false : null);
  if (props.compact) {
    return (
      <select {...aria(props)} className={inputClass(props)} value={now} onChange={(event) => choose(event.target.value)}>
        <option value="" />
        <option value="yes">{t("yes")}</option>
        <option value="no">{t("no")}</option>
      </select>
    );
  }
  const options = [
    { key: "yes", text: t("yes") },
    { key: "no", text: t("no") },
  ];
  return <Chips {...props} options={options} chosen={now ? [now] : []} onChoose={choose} />;
}

/** The same as a switch. */
export function SwitchWidget(props: WidgetProps) {
  const t = useT("forms");
  if (props.compact) return <BoolWidget {...props} />;
  const on = props.value === true;
  return (
    <button {...aria(props)} type="button" role="switch" aria-checked={on} className={on ? "ff-switch on" : "ff-switch"} onClick={() => props.onChange(!on)}>
      <span className="ff-knob" />
      <span>{t(on ? "on" : "off")}</span>
    </button>
  );
}
