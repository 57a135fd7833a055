import { aria, inputClass, type WidgetProps } from "./tools.ts";
import { TextWidget } from "./text.tsx";

/** Several lines of text; the box grows with them. */
export function LongTextWidget(props: WidgetProps) {
  if (props.compact) return <TextWidget {...props} />;
  return (
    <textarea
      {...aria(props)}
      className={inputClass(props, "ff-lines")}
      value={String(props.value ?? "")}
      rows={3}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}
