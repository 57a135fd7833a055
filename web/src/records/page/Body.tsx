import { DownOutlined, RightOutlined } from "@ant-design/icons";
import { type CSSProperties, useMemo, useState } from "react";
import type { FieldDef, FormInfo, RecordData, Row } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import { FieldView } from "../../forms/fields/FieldView.tsx";
import { Layout } from "../../forms/fields/Layout.tsx";
import { FormTabs } from "../../forms/fill/FormTabs.tsx";
import { type Part, pagesOf } from "../../forms/fill/parts.ts";
import { isLayout } from "../../forms/model/preset.ts";
import { isShown, readableParts, timely } from "./facts.ts";
import { Rows } from "./Rows.tsx";

/** The record's values in the form's sections and tabs, on the form's own twelve columns. */
export function Body({ form, record }: { form: FormInfo; record: RecordData }) {
  const label = useLabel();
  const [at, setAt] = useState("");
  const shown = useMemo(() => {
    const timed = timely(form.definition);
    const parts = readableParts(form).map((part) => ({ ...part, fields: part.fields.filter((field) => isShown(field, record.fields[field.key], timed)) }));
    return parts.filter((part) => part.fields.length > 0 || part.section?.tab);
  }, [form, record]);
  const pages = pagesOf(shown);
  const tabs = pages.tabs.map((parts, index) => ({ id: `record-part-${index}`, parts: parts.filter((part) => part.fields.length) })).filter((tab) => tab.parts.length);
  const front = tabs.find((tab) => tab.id === at) ?? tabs[0];
  const several = pages.above.length + pages.tabs.length + pages.below.length > 1;
  return (
    <>
      {pages.above.map((part, index) => (
        <PartCard key={index} form={form} record={record} part={part} titled several={several} />
      ))}
      {tabs.length ? <FormTabs tabs={tabs.map(({ id, parts }) => ({ id, title: label(parts[0]?.section?.label), wrong: 0 }))} at={front?.id ?? ""} onGo={setAt} /> : null}
      {front ? (
        <div id={front.id} role="tabpanel" aria-labelledby={`${front.id}-tab`} className="record-tab">
          {front.parts.map((part, index) => (
            <PartCard key={index} form={form} record={record} part={part} titled={index > 0} several />
          ))}
        </div>
      ) : null}
      {pages.below.map((part, index) => (
        <PartCard key={index} form={form} record={record} part={part} titled several={several} />
      ))}
    </>
  );
}

type PartCardProps = { form: FormInfo; record: RecordData; part: Part<FieldDef>; titled: boolean; several: boolean };

/** One section; one that the form folds opens at a click. */
function PartCard({ form, record, part, titled, several }: PartCardProps) {
  const t = useT("records");
  const label = useLabel();
  const [open, setOpen] = useState(!part.section?.collapsed);
  const folds = titled && Boolean(part.section?.collapsed);
  const title = part.section ? label(part.section.label) : several ? t("more_fields") : "";
  return (
    <section className="card part">
      {titled && (title || folds) ? (
        <h2 className={folds && !open ? "part-folded" : undefined}>
          {folds ? (
            <button type="button" className="part-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? <DownOutlined aria-hidden="true" /> : <RightOutlined aria-hidden="true" />} {title}
            </button>
          ) : (
            title
          )}
        </h2>
      ) : null}
      {folds && !open ? null : (
        <div className="part-grid">
          {part.fields.map((field) => (
            <FieldBox key={field.key} form={form} field={field} value={record.fields[field.key]} />
          ))}
        </div>
      )}
    </section>
  );
}

function FieldBox({ form, field, value }: { form: FormInfo; field: FieldDef; value: unknown }) {
  const label = useLabel();
  const style = { "--span": field.type === "list" ? 12 : (field.width ?? 6) } as CSSProperties;
  if (isLayout(field)) {
    return (
      <div className="field" style={style}>
        <Layout field={field} />
      </div>
    );
  }
  return (
    <div className="field" style={style}>
      <div className="field-label">{label(field.label)}</div>
      {field.type === "list" ? (
        <Rows form={form} field={field} rows={(value ?? []) as Row[]} />
      ) : (
        <div className="field-value">
          <FieldView field={field} value={value} />
        </div>
      )}
    </div>
  );
}
