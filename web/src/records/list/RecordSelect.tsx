import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { api, type FieldDef, type Paged, type RecordData } from "../../api/index.ts";

type Option = { id: string; title: string };
type SelectProps = { form: string; field: FieldDef; value: string; onChange: (id: string) => void };

/** Chooses a record that a link field can lead to, or a person. */
export function RecordSelect({ form, field, value, onChange }: SelectProps) {
  const [search, setSearch] = useState("");
  const text = useDeferredValue(search);
  const target = String(field.to ?? "");
  const found = useQuery({
    queryKey: ["options", form, field.key, target, text],
    queryFn: async ({ signal }): Promise<Option[]> => {
      if (field.type === "person") return (await api.get<Paged<Option>>("/people", { search: text, limit: 50 }, signal)).items;
      const page = await api.get<Paged<RecordData>>(`/records/${encodeURIComponent(target)}`, { search: text, limit: 50 }, signal);
      return page.items.map((record) => ({ id: record.id, title: record.title ?? record.id }));
    },
    enabled: field.type === "person" || target !== "",
    placeholderData: (before) => before,
  });
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
