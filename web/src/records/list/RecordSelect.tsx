import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import type { FieldDef } from "../../api/index.ts";
import { useChoices } from "./choices.ts";

type SelectProps = { form: string; field: FieldDef; value: string; onChange: (id: string) => void };

/** Chooses a record that a link field can lead to, or a person. */
export function RecordSelect({ form, field, value, onChange }: SelectProps) {
  const [search, setSearch] = useState("");
  const found = useChoices(form, field, useDeferredValue(search));
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setSearch }}
      allowClear
      loading={found.isFetching}
      value={value || undefined}
      onChange={(id: string | undefined) => onChange(id ?? "")}
      options={(found.data ?? []).map((one) => ({ value: one.id, label: one.title }))}
    />
  );
}
