import { ScanButton } from "../scan/ScanButton.tsx";
import { aria, inputClass, useTools, type WidgetProps } from "./tools.ts";

const MODES: Record<string, "tel" | "email" | "url" | "numeric"> = {
  phone: "tel",
  mobile: "tel",
  email: "email",
  url: "url",
  gtin: "numeric",
  gln: "numeric",
  sscc: "numeric",
  postcode: "numeric",
};

/** One line of text. */
export function TextWidget(props: WidgetProps) {
  const { field, value, onChange } = props;
  const { phone } = useTools();
  const format = String(field.format ?? "");
  const input = (
    <input
      {...aria(props)}
      className={inputClass(props, format && !MODES[format] ? "mono" : "")}
      value={String(value ?? "")}
      maxLength={Math.max(Number(field.max ?? 200) * 2, 40)}
      inputMode={MODES[format]}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
    />
  );
  if (!field.scan || (props.compact && !phone)) return input;
  return (
    <span className="ff-with-side">
      {input}
      <ScanButton onScan={(text) => onChange(text)} />
    </span>
  );
}
