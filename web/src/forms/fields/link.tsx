import { App } from "antd";
import { useCallback } from "react";
import { may, useForm } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import { ScanButton } from "../scan/ScanButton.tsx";
import { Combo } from "./Combo.tsx";
import { meant, type Option, useTools, type WidgetProps } from "./tools.ts";

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
    const one = meant(found, text);
    if (one) pick(one);
  };
  const add = useQuickAdd(props, pick);
  return (
    <Combo
      {...props}
      columns={() => tools.columns(name)}
      add={add}
      title={label(field.label)}
      shown={chosen ? (chosen.title ?? chosen.id ?? "") : ""}
      load={load}
      onPick={pick}
      onClear={() => onChange(null)}
      extra={field.scan && (!props.compact || tools.phone) ? <ScanButton onScan={(text) => void scanned(text)} /> : undefined}
    />
  );
}

/** Adding a record of the linked form on the spot, for those who may fill it in. */
function useQuickAdd({ field, name, row }: WidgetProps, pick: (option: Option) => void): { words: string; onAdd: (typed: string) => void } | null {
  const t = useT("forms");
  const label = useLabel();
  const tools = useTools();
  const { message } = App.useApp();
  const to = field.quick_add && tools.add ? String(field.to ?? "") : "";
  const form = useForm(to).data;
  if (!to || !may(form, "submit")) return null;
  const onAdd = async (typed: string): Promise<void> => {
    const made = await tools.add?.(to, typed);
    if (!made) return;
    const offered = await tools.options(name, row, made.title ?? "").catch(() => []);
    const option = offered.find((one) => one.id === made.id);
    if (option) pick(option);
    else void message.warning(t("added_not_offered", { title: made.title }));
  };
  return { words: t("add_new", { form: label(form?.definition.label) }), onAdd: (typed) => void onAdd(typed) };
}
