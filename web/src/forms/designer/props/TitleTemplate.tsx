import { Input, Select } from "antd";
import { useRef } from "react";
import type { InputRef } from "antd";
import { useT } from "../../../kit/index.ts";
import { useSiblings } from "./MapEditor.tsx";

/** The title of a record: text with fields in braces, which are read and chosen by their labels. */
export function TitleTemplate({ value, onChange }: { value: string; onChange: (template: string) => void }) {
  const t = useT("forms");
  const fields = useSiblings("");
  const box = useRef<InputRef>(null);
  const labels = new Map(fields.map((one) => [one.value, one.label]));
  const keys = new Map(fields.filter((one) => fields.filter((other) => other.label === one.label).length === 1).map((one) => [one.label, one.value]));
  const shown = value.replace(/\{([a-z0-9_]+)\}/g, (whole, key: string) => (keys.get(labels.get(key) ?? "") === key ? `{${labels.get(key)}}` : whole));
  const kept = (text: string): string => text.replace(/\{([^{}]+)\}/g, (whole, label: string) => (keys.has(label) ? `{${keys.get(label)}}` : whole));
  const insert = (key: string): void => {
    const at = box.current?.input?.selectionStart ?? shown.length;
    const piece = `{${labels.get(key) ?? key}}`;
    const gap = at > 0 && !/[\s·-]$/.test(shown.slice(0, at)) ? " · " : "";
    onChange(kept(shown.slice(0, at) + gap + piece + shown.slice(at)));
    box.current?.focus();
  };
  return (
    <div className="dp-both">
      <Input ref={box} aria-label={t("df_title")} placeholder={t("df_title_usual")} value={shown} onChange={(event) => onChange(kept(event.target.value))} />
      <Select showSearch={{ optionFilterProp: "label" }} value={null} placeholder={`+ ${t("df_title_add")}`} aria-label={t("df_title_add")} options={fields} onChange={(key: string | null) => key && insert(key)} />
    </div>
  );
}
