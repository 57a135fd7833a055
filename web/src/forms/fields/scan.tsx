import { ScanButton } from "../scan/ScanButton.tsx";
import { aria, inputClass, useTools, type WidgetProps } from "./tools.ts";

/** A code that is scanned: by a scanner that types it, or by the camera. */
export function ScanWidget(props: WidgetProps) {
  const { phone } = useTools();
  const text = String(props.value ?? "").replaceAll("\u001d", "␝");
  const change = (given: string): void => props.onChange(given.replaceAll("␝", "\u001d") || null);
  const input = (
    <input
      {...aria(props)}
      className={inputClass(props, "mono")}
      value={text}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => change(event.target.value)}
      onKeyDown={(event) => {
        // Scanners send the separator of GS1 codes as Ctrl+].
        if (event.ctrlKey && event.key === "]") {
          event.preventDefault();
          change(`${text}␝`);
        }
      }}
    />
  );
  if (props.compact && !phone) return input;
  return (
    <span className="ff-with-side">
      {input}
      <ScanButton onScan={change} />
    </span>
  );
}
