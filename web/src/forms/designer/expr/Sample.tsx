import { useQuery } from "@tanstack/react-query";
import { Input, Segmented, Select } from "antd";
import { useDeferredValue, useState } from "react";
import { api, type Paged, type Problem, type RecordData } from "../../../api/index.ts";
import { useLang, useT } from "../../../kit/index.ts";
import { type Book, nameAt, type Spot } from "../../condition/names.ts";
import type { Judged } from "./useChecked.ts";

/** What the expression is tried on: a record, values typed here, or (both `null`) the newest record. */
export type Tried = { record: string | null; values: Record<string, unknown> | null };

type SampleProps = { spot: Spot; book: Book; form: string; judged: Judged | null; tried: Tried; onTry: (tried: Tried) => void };

/** The value of the expression on a sample record, another one, or values typed here. */
export function Sample({ spot, book, form, judged, tried, onTry }: SampleProps) {
  const t = useT("forms");
  const way = tried.values ? "typed" : "record";
  const reads = [...new Set((judged?.reads ?? []).map((path) => path.split(".")[0]!))].filter((key) => key !== "this");
  return (
    <section className="de-sample" aria-label={t("de_sample")}>
      <div className="de-state">
        <span className="faint">{t("de_sample")}</span>
        <Segmented
          size="small"
          value={way}
          options={["record", "typed"].map((value) => ({ value, label: t(`de_sample.${value}`) }))}
          onChange={(value) => onTry(value === "typed" ? { record: null, values: {} } : { record: null, values: null })}
        />
        {tried.values ? null : <RecordPick form={form} value={tried.record} onChange={(record) => onTry({ record, values: null })} />}
      </div>
      {tried.values ? (
        <div className="de-sample-fields">
          {reads.map((key) => (
            <TypedValue key={key} spot={spot} book={book} name={key} value={tried.values?.[key]} onChange={(value) => onTry({ record: null, values: { ...tried.values, [key]: value } })} />
          ))}
          {!reads.length ? <span className="faint">{t("de_sample_no_fields")}</span> : null}
        </div>
      ) : null}
      <div aria-live="polite">
        <span className="faint">{t("de_gives")} </span>
        {judged?.sample ? <span className="faint">({judged.sample.title}) </span> : null}
        <span className="de-sample-value">{judged && !judged.errors.length ? judged.shown || t("de_blank") : "–"}</span>
      </div>
    </section>
  );
}

function RecordPick({ form, value, onChange }: { form: string; value: string | null; onChange: (id: string | null) => void }) {
  const t = useT("forms");
  const [search, setSearch] = useState("");
  const asked = useDeferredValue(search);
  const found = useQuery<RecordData[], Problem>({
    queryKey: ["records", form, "sample", asked],
    queryFn: async ({ signal }) => (await api.get<Paged<RecordData>>(`/records/${encodeURIComponent(form)}`, { search: asked, limit: 20 }, signal)).items,
    retry: false,
    placeholderData: (before) => before,
  });
  if (found.error || (!search && found.data?.length === 0)) return <span className="faint">{t("de_sample_example")}</span>;
  return (
    <Select
      size="small"
      style={{ minWidth: 200 }}
      allowClear
      showSearch={{ filterOption: false, onSearch: setSearch }}
      placeholder={t("de_sample_newest")}
      value={value ?? undefined}
      onChange={(id: string | undefined) => onChange(id ?? null)}
      options={(found.data ?? []).map((one) => ({ value: one.id, label: one.title }))}
    />
  );
}

type TypedProps = { spot: Spot; book: Book; name: string; value: unknown; onChange: (value: unknown) => void };

function TypedValue({ spot, book, name, value, onChange }: TypedProps) {
  const lang = useLang();
  const t = useT("forms");
  const found = nameAt(spot, book, [name], lang);
  const options = found?.field?.options ?? [];
  const label = found?.label ?? name;
  if (options.length || found?.type.kind === "bool") {
    const choices = options.length ? options.map((one) => ({ value: one.key, label: one.label[lang] || one.key })) : [true, false].map((one) => ({ value: String(one), label: t(one ? "de_yes" : "de_no") }));
    return (
      <Select
        size="small"
        allowClear
        aria-label={label}
        placeholder={label}
        value={value === undefined || value === null ? undefined : String(value)}
        options={choices}
        onChange={(next: string | undefined) => onChange(found?.type.kind === "bool" ? (next === undefined ? null : next === "true") : (next ?? null))}
      />
    );
  }
  return <Input size="small" aria-label={label} addonBefore={label} value={value === undefined || value === null ? "" : String(value)} onChange={(event) => onChange(event.target.value || null)} />;
}
