import { useQuery } from "@tanstack/react-query";
import { DatePicker, Input, Select, Switch } from "antd";
import dayjs from "dayjs";
import { useDeferredValue, useState } from "react";
import { api, type FieldDef } from "../../api/index.ts";
import { useLabel } from "../../kit/index.ts";
import type { Option } from "../fields/tools.ts";
import { readyField } from "../model/preset.ts";

type ValueProps = { form: string; field: FieldDef; value: unknown; onChange: (value: unknown) => void };

/** The value that a link fixes for a field, as it is sent. */
export function FixedValue({ form, field, value, onChange }: ValueProps) {
  const label = useLabel();
  const { type } = readyField(field);
  const name = label(field.label);
  const text = value === undefined || value === null ? "" : String(value);
  if (type === "link" || type === "location") return <LinkValue form={form} field={field} value={value} onChange={onChange} />;
  if (type === "choice") return <Select aria-label={name} value={text || undefined} options={(field.options ?? []).map((one) => ({ value: one.key, label: label(one.label) }))} onChange={onChange} />;
  if (type === "bool") return <Switch aria-label={name} checked={value === true} onChange={onChange} />;
  if (type === "date") return <DatePicker aria-label={name} value={text ? dayjs(text) : null} onChange={(day) => onChange(day ? day.format("YYYY-MM-DD") : "")} />;
  return <Input aria-label={name} inputMode={type === "number" ? "decimal" : "text"} value={text} onChange={(event) => onChange(event.target.value)} />;
}

function LinkValue({ form, field, value, onChange }: ValueProps) {
  const label = useLabel();
  const [search, setSearch] = useState("");
  const asked = useDeferredValue(search);
  const found = useQuery({
    queryKey: ["options", form, field.key, asked],
    queryFn: ({ signal }) => api.post<{ items: Option[] }>(`/forms/${encodeURIComponent(form)}/options`, { field: field.key, values: {}, search: asked, limit: 50 }, { signal }),
    placeholderData: (before) => before,
  });
  return (
    <Select
      aria-label={label(field.label)}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      loading={found.isFetching}
      value={(value as string | undefined) || undefined}
      options={(found.data?.items ?? []).map((one) => ({ value: one.id, label: one.title ?? one.id }))}
      onChange={onChange}
    />
  );
}
