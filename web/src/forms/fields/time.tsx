import { useState } from "react";
import { looseTime } from "../model/parse.ts";
import { aria, inputClass, useTools, type WidgetProps } from "./tools.ts";

/** A time of day: typed as people write it (`8:30`, `0830`), on a phone picked as the phone picks times. */
export function TimeWidget(props: WidgetProps) {
  const { field, value, onChange } = props;
  const { phone } = useTools();
  const [typed, setTyped] = useState<string | null>(null);
  if (phone) {
    const bounds = { min: field.min ? String(field.min) : undefined, max: field.max ? String(field.max) : undefined };
    return <input {...aria(props)} {...bounds} type="time" className={inputClass(props, "num")} value={String(value ?? "")} onChange={(event) => onChange(event.target.value.slice(0, 5) || null)} />;
  }
  const settle = (): void => {
    if (typed === null) return;
    onChange(looseTime(typed) ?? (typed.trim() || null));
    setTyped(null);
  };
  return (
    <input
      {...aria(props)}
      className={inputClass(props, "num")}
      value={typed ?? String(value ?? "")}
      placeholder={props.compact ? "" : "08:30"}
      inputMode="numeric"
      autoComplete="off"
      onChange={(event) => {
        setTyped(event.target.value);
        const time = /^\d{2}:\d{2}$/.test(event.target.value) ? looseTime(event.target.value) : null;
        if (time !== null) onChange(time);
      }}
      onBlur={settle}
    />
  );
}
