import { Link } from "@tanstack/react-router";
import { type FieldDef, type FormInfo, holds, type RecordData, useForm, useRecord } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import type { LotFacts } from "../types.ts";

const TELLING = ["link", "choice", "person", "department", "equipment"];
const MOST = 4;

/** The record that made a lot, with what it says about work order, line, crew and the like. */
export function Origin({ lot }: { lot: LotFacts }) {
  const t = useT("trace");
  const label = useLabel();
  const key = lot.form ?? "";
  const id = lot.record ?? "";
  const form = useForm(id ? key : "");
  const record = useRecord(key, form.data ? id : "");
  if (!form.data || !record.data) return null;
  return (
    <>
      <dt>{t("origin")}</dt>
      <dd>
        <Link to={`/f/${key}/${id}`}>{record.data.title || label(form.data.definition.label)}</Link>
      </dd>
      {told(form.data, record.data, lot, label).map(([field, text]) => (
        <Said key={field.key} name={label(field.label)} text={text} />
      ))}
    </>
  );
}

function Said({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  );
}

function told(form: FormInfo, record: RecordData, lot: LotFacts, label: (of: FieldDef["label"]) => string): [FieldDef, string][] {
  const known = [lot.material?.title, lot.title];
  const fields = form.definition.fields.filter((field) => TELLING.includes(field.type) && holds(form.readable, field.key));
  return fields
    .map((field): [FieldDef, string] => [field, textOf(field, record.fields[field.key], label)])
    .filter(([, text]) => text !== "" && !known.includes(text))
    .slice(0, MOST);
}

function textOf(field: FieldDef, value: unknown, label: (of: FieldDef["label"]) => string): string {
  if (field.type === "choice") {
    const chosen = field.options?.find((option) => option.key === value);
    return chosen ? label(chosen.label) : "";
  }
  return (value as { title?: string } | null)?.title ?? "";
}
