import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { api, type Paged, type Problem, type RecordData } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";

type ChoiceProps = { form: string; value: string; shown: { id: string; title: string } | null; onChange: (id: string) => void };

/** The record that the template is tried on; the newest when none is chosen. */
export function RecordChoice({ form, value, shown, onChange }: ChoiceProps) {
  const t = useT("forms");
  const [search, setSearch] = useState("");
  const asked = useDeferredValue(search);
  const found = useQuery<RecordData[], Problem>({
    queryKey: ["print-records", form, asked],
    queryFn: async ({ signal }) => (await api.get<Paged<RecordData>>(`/records/${encodeURIComponent(form)}`, { search: asked, limit: 30 }, signal)).items,
    placeholderData: (before) => before,
  });
  return (
    <label className="pt-try">
      <span>{t("pt_try_on")}</span>
      <Select
        showSearch={{ filterOption: false, onSearch: setSearch }}
        allowClear
        aria-label={t("pt_try_on")}
        style={{ width: 280 }}
        placeholder={shown ? `${t("pt_newest")} · ${shown.title}` : t("pt_example")}
        loading={found.isFetching}
        value={value || undefined}
        options={(found.data ?? []).map((one) => ({ value: one.id, label: one.title }))}
        onChange={(id?: string) => onChange(id ?? "")}
      />
    </label>
  );
}
