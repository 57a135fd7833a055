import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { localMinute, looseDate, looseInstant, withOffset } from "../model/parse.ts";
import { aria, inputClass, useTools, type WidgetProps } from "./tools.ts";

/** A calendar date. */
export function DateWidget(props: WidgetProps) {
  const { phone } = useTools();
  const text = String(props.value ?? "");
  if (props.compact && !phone) return <TypedCell {...props} text={text} read={looseDate} hint="YYYY-MM-DD" />;
  if (phone) {
    return <input {...aria(props)} type="date" className={inputClass(props)} value={text} max="9999-12-31" onChange={(event) => props.onChange(event.target.value || null)} />;
  }
  return (
    <DatePicker
      id={props.id}
      className="ff-date"
      status={props.invalid ? "error" : undefined}
      value={looseDate(text) ? dayjs(text) : null}
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
  if (props.compact && !phone) {
    return <TypedCell {...props} text={local ? local.replace("T", " ") : String(props.value ?? "")} read={looseInstant} hint="YYYY-MM-DD HH:mm" />;
  }
  if (phone) {
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

type TypedCellProps = WidgetProps & { text: string; read: (text: string) => string | null; hint: string };

/** A date typed into a cell, however it is usually written; read when the cell is left. */
function TypedCell({ text, read, hint, ...props }: TypedCellProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const settle = (): void => {
    if (typed !== null) props.onChange(typed.trim() === "" ? null : (read(typed) ?? typed));
    setTyped(null);
  };
  return (
    <input
      {...aria(props)}
      className={inputClass(props)}
      value={typed ?? text}
      placeholder={typed === null ? "" : hint}
      autoComplete="off"
      onChange={(event) => setTyped(event.target.value)}
      onBlur={settle}
    />
  );
}
