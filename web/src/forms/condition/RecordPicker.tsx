import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import type { Problem } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";
import { PERSON } from "../model/linked.ts";
import type { Operand } from "./condition.ts";
import { found, type One, useTitles } from "./useTitles.ts";

const ME = "$me";

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
  const id = value.kind === "text" ? value.value : "";
  const title = useTitles(id && !lot ? [{ form, id }] : [])(id);
  const others = (choices.data ?? []).filter((one) => one.id !== id);
  const me = form === PERSON ? [{ value: ME, label: t("de_me") }] : [];
  const options = [...me, ...(id && !asked ? [{ value: id, label: title ?? id }] : []), ...others.map((one) => ({ value: one.id, label: one.title }))];
  const chosen = value.kind === "me" ? ME : id;
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
