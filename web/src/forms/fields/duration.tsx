import { useT } from "../../kit/index.ts";
import { NumberWidget } from "./number.tsx";
import { aria, inputClass, type WidgetProps } from "./tools.ts";

const WHOLE = /^\d{0,6}$/;

/** Hours and minutes, kept as minutes. */
export function DurationWidget(props: WidgetProps) {
  const t = useT("forms");
  const text = String(props.value ?? "");
  if (props.compact || !(text === "" || WHOLE.test(text))) return <NumberWidget {...props} />;
  const minutes = Number(text || 0);
  const change = (hours: string, rest: string): void => {
    if (!WHOLE.test(hours) || !WHOLE.test(rest)) return;
    props.onChange(hours === "" && rest === "" ? null : String(Number(hours || 0) * 60 + Number(rest || 0)));
  };
  const [hours, rest] = text === "" ? ["", ""] : [String(Math.floor(minutes / 60)), String(minutes % 60)];
  return (
    <span className="ff-pair" role="group" aria-labelledby={`${props.id}-label`}>
      <span className="ff-after">
        <input {...aria(props)} className={inputClass(props, "num")} inputMode="numeric" autoComplete="off" value={hours} aria-label={t("hours")} onChange={(event) => change(event.target.value, rest)} />
        <span className="ff-suffix">{t("hours")}</span>
      </span>
      <span className="ff-after">
        <input className={inputClass(props, "num")} inputMode="numeric" autoComplete="off" value={rest} aria-label={t("minutes")} onChange={(event) => change(hours, event.target.value)} />
        <span className="ff-suffix">{t("minutes")}</span>
      </span>
    </span>
  );
}
