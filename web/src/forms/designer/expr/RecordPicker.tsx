import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { api, type Paged, type Problem } from "../../../api/index.ts";
import { useT } from "../../../kit/index.ts";
import { DEPARTMENT, PERSON } from "../../model/linked.ts";
import type { Operand } from "./condition.ts";

type One = { id: string; title: string; code?: string };
const ME = "$me";

async function found(form: string, search: string, signal: AbortSignal): Promise<One[]> {
  const query = { search, limit: 30 };
  if (form === PERSON) return (await api.get<Paged<One>>("/people", query, signal)).items;
  if (form === DEPARTMENT) return (await api.get<Paged<One>>("/departments", {}, signal)).items;
  return (await api.get<Paged<One>>(`/records/${encodeURIComponent(form)}`, query, signal)).items;
}

/** Chooses one record of a form, a person (or whoever is signed in), a department; a lot by its code. */
export function RecordPicker({ form, value, onChange, lot }: { form: string; value: Operand; onChange: (value: Operand) => void; lot: boolean }) {
  const t = useT("forms");
  const [search, setSearch] = useState("");
  const asked = useDeferredValue(search);
  const choices = useQuery<One[], Problem>({
    queryKey: ["options", "$records", form, asked],
    queryFn: ({ signal }) => found(form, asked, signal),
    enabled: form !== "" && !lot,
    placeholderData: (before) => before,
    retry: false,
  });
  const me = form === PERSON ? [{ value: ME, label: t("de_me") }] : [];
  const options = [...me, ...(choices.data ?? []).map((one) => ({ value: one.id, label: one.title }))];
  const chosen = value.kind === "me" ? ME : value.kind === "text" ? value.value : "";
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setSearch }}
      aria-label={t("de_value")}
      placeholder={t("de_choose_record")}
      loading={choices.isFetching}
      value={chosen || undefined}
      options={options}
      onChange={(id: string) => onChange(id === ME ? { kind: "me" } : { kind: "text", value: id })}
    />
  );
}
