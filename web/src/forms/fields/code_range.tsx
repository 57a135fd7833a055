import { useT } from "../../kit/index.ts";
import { ScanButton } from "../scan/ScanButton.tsx";
import { codeCount } from "../model/codes.ts";
import { aria, inputClass, type WidgetProps } from "./tools.ts";

type Range = { from?: string; to?: string };

/** The first and last of a run of printed codes, and how many that makes. */
export function CodeRangeWidget(props: WidgetProps) {
  const t = useT("forms");
  const given = (props.value ?? {}) as Range;
  const prefix = String(props.field.prefix ?? "");
  const change = (part: keyof Range, text: string): void => {
    const next = { from: given.from ?? "", to: given.to ?? "", [part]: text.trim() };
    props.onChange(next.from || next.to ? next : null);
  };
  const count = codeCount(given.from ?? "", given.to ?? "");
  const box = (part: keyof Range, id: string) => (
    <input
      {...(part === "from" ? aria(props) : {})}
      id={id}
      className={inputClass(props, "mono")}
      value={given[part] ?? ""}
      placeholder={props.compact ? prefix : `${prefix}${t(part === "from" ? "from_code" : "to_code")}`}
      aria-label={t(part === "from" ? "from_code" : "to_code")}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => change(part, event.target.value)}
    />
  );
  return (
    <>
      <span className="ff-range">
        {box("from", props.id)}
        <span className="faint">–</span>
        {box("to", `${props.id}-to`)}
        {props.compact ? null : <ScanButton onScan={(text) => change(given.from ? "to" : "from", text)} />}
      </span>
      {count !== null && !props.compact ? <div className="ff-note">{t("code_count", { count })}</div> : null}
    </>
  );
}
