import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useT } from "../../../kit/index.ts";
import type { Named } from "./MapEditor.tsx";

type OrderProps = { fields: Named[]; value: string; onChange: (order: string) => void; label: string; /** What holds when nothing is chosen. */ none?: string };

/** Field keys to sort by, with `-` before one for descending, as chips: a click turns one round. */
export function OrderInput({ fields, value, onChange, label, none }: OrderProps) {
  const t = useT("forms");
  const keys = value.split(",").map((one) => one.trim()).filter(Boolean);
  const turn = (key: string): void => onChange(keys.map((one) => (one === key ? (one.startsWith("-") ? one.slice(1) : `-${one}`) : one)).join(","));
  const nameOf = (key: string): string => fields.find((one) => one.value === key.replace(/^-/, ""))?.label ?? key.replace(/^-/, "");
  return (
    <Select
      mode="multiple"
      aria-label={label}
      showSearch={{ optionFilterProp: "label" }}
      placeholder={none ?? t("dp_order_none")}
      value={keys}
      options={[...fields.filter((one) => !keys.some((key) => key.replace(/^-/, "") === one.value)), ...keys.map((key) => ({ value: key, label: nameOf(key) }))]}
      onChange={(next: string[]) => onChange(next.join(","))}
      tagRender={({ value: key, onClose }) => (
        <span className="dp-part" onMouseDown={(event) => event.preventDefault()}>
          <Button size="small" type="text" icon={String(key).startsWith("-") ? <ArrowDownOutlined /> : <ArrowUpOutlined />} aria-label={t(String(key).startsWith("-") ? "dp_order_down" : "dp_order_up")} onClick={() => turn(String(key))} />
          {nameOf(String(key))}
          <button type="button" aria-label={t("dp_order_drop")} onClick={onClose}>
            ×
          </button>
        </span>
      )}
    />
  );
}
