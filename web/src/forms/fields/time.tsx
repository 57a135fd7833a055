import { aria, inputClass, type WidgetProps } from "./tools.ts";

/** A time of day, picked as the device picks times. */
export function TimeWidget(props: WidgetProps) {
  const { field, value, onChange } = props;
  return (
    <input
      {...aria(props)}
      type="time"
      className={inputClass(props, "num")}
      value={String(value ?? "")}
      min={field.min ? String(field.min) : undefined}
      max={field.max ? String(field.max) : undefined}
      onChange={(event) => onChange(event.target.value.slice(0, 5) || null)}
    />
  );
}
