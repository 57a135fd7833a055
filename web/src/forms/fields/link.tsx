import { useCallback } from "react";
import { useLabel } from "../../kit/index.ts";
import { ScanButton } from "../scan/ScanButton.tsx";
import { Combo } from "./Combo.tsx";
import { type Option, useTools, type WidgetProps } from "./tools.ts";

type Chosen = { id?: string; title?: string | null } | null;

/** A link to a record, a place, a person, a department. */
export function LinkWidget(props: WidgetProps) {
  const { field, name, row, value, onChange } = props;
  const label = useLabel();
  const tools = useTools();
  const chosen = (typeof value === "object" ? value : value ? { id: String(value) } : null) as Chosen;
  const load = useCallback((search: string, signal?: AbortSignal) => tools.options(name, row, search, signal), [tools, name, row]);
  const pick = (option: Option): void => {
    const fill = option.fill && Object.keys(option.fill).length ? { fill: option.fill } : {};
    onChange({ id: option.id, title: option.title ?? option.id, ...fill });
  };
  const scanned = async (text: string): Promise<void> => {
    const found = await load(text);
    const one = found.find((item) => item.title === text) ?? (found.length === 1 ? found[0] : undefined);
    if (one) pick(one);
  };
  return (
    <Combo
      {...props}
      title={label(field.label)}
      shown={chosen ? (chosen.title ?? chosen.id ?? "") : ""}
      load={load}
      onPick={pick}
      onClear={() => onChange(null)}
      extra={field.scan && (!props.compact || tools.phone) ? <ScanButton onScan={(text) => void scanned(text)} /> : undefined}
    />
  );
}
