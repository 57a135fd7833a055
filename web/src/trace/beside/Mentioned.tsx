import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type FieldDef, holds, useForm } from "../../api/index.ts";
import { FieldView } from "../../forms/fields/FieldView.tsx";
import { isBlank } from "../../forms/model/scalar.ts";
import { showInstant, StageDot, Tag, useLabel, useT, Waiting } from "../../kit/index.ts";
import type { Mention } from "./data.ts";

/** A record beside a lot: its name and outcome; opened, what stands in it. */
export function Mentioned({ mention, open: first = false }: { mention: Mention; open?: boolean }) {
  const t = useT("trace");
  const label = useLabel();
  const [open, setOpen] = useState(first);
  const { record } = mention;
  return (
    <li className="mention">
      <button type="button" className="mention-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <StageDot stage={mention.stage} />
        <span className="mention-name">
          <b>{label(mention.label)}</b> <span className="quiet">{record.title}</span>
        </span>
        {mention.check ? <Tag tone={mention.good === null ? "grey" : mention.good ? "green" : "red"}>{t(mention.good === null ? "check_open" : mention.good ? "check_good" : "check_bad")}</Tag> : null}
      </button>
      {open ? <Told mention={mention} /> : null}
    </li>
  );
}

function Told({ mention }: { mention: Mention }) {
  const t = useT("trace");
  const label = useLabel();
  const form = useForm(mention.form);
  const { record } = mention;
  if (!form.data) return <Waiting rows={2} />;
  const readable = form.data.readable;
  const told = form.data.definition.fields.filter((field) => holds(readable, field.key) && !isBlank(record.fields[field.key]) && !empty(record.fields[field.key]));
  return (
    <dl className="mention-facts">
      {told.map((field) => (
        <Line key={field.key} field={field} value={record.fields[field.key]} name={label(field.label)} />
      ))}
      <dt className="faint">{showInstant(record.created_at)}</dt>
      <dd>
        <Link to={`/f/${mention.form}/${record.id}`}>{t("open_record")}</Link>
      </dd>
    </dl>
  );
}

function Line({ field, value, name }: { field: FieldDef; value: unknown; name: string }) {
  return (
    <>
      <dt className={field.type === "list" ? "wide" : undefined}>{name}</dt>
      <dd className={field.type === "list" ? "wide mention-rows" : undefined}>
        <FieldView field={field} value={value} />
      </dd>
    </>
  );
}

function empty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
