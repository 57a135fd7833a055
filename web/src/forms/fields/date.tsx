import { DatePicker } from "antd";
import dayjs from "dayjs";
import { localMinute, withOffset } from "../model/parse.ts";
import { aria, inputClass, useTools, type WidgetProps } from "./tools.ts";

/** A calendar date. */
export function DateWidget(props: WidgetProps) {
  const { phone } = useTools();
  const text = String(props.value ?? "").slice(0, 10);
  if (phone || props.compact) {
    return <input {...aria(props)} type="date" className={inputClass(props)} value={text} max="9999-12-31" onChange={(event) => props.onChange(event.target.value || null)} />;
  }
  return (
    <DatePicker
      id={props.id}
      className="ff-date"
      status={props.invalid ? "error" : undefined}
      value={text ? dayjs(text) : null}
      format={{ format: "YYYY-MM-DD" }}
      placeholder="YYYY-MM-DD"
      onChange={(day) => props.onChange(day ? day.format("YYYY-MM-DD") : null)}
    />
  );
}

/** A moment, by this device's clock. */
export function DatetimeWidget(props: WidgetProps) {
  const { phone } = useTools();
  const local = props.value ? localMinute(String(props.value)) : "";
  const change = (text: string): void => props.onChange(text ? withOffset(text) : null);
  if (phone || props.compact) {
    return (
      <input {...aria(props)} type="datetime-local" className={inputClass(props)} value={local} max="9999-12-31T23:59" onChange={(event) => change(event.target.value)} />
    );
  }
  return (
    <DatePicker
      id={props.id}
      className="ff-date"
      status={props.invalid ? "error" : undefined}
      showTime={{ format: "HH:mm" }}
      showNow
      needConfirm={false}
      value={local ? dayjs(local) : null}
      format="YYYY-MM-DD HH:mm"
      placeholder="YYYY-MM-DD HH:mm"
      onChange={(at) => change(at ? at.format("YYYY-MM-DDTHH:mm") : "")}
    />
  );
}
