import type { CSSProperties } from "react";
import { type FieldDef, type FormInfo, holds, type RecordData, type Row } from "../../api/index.ts";
import { Blank, useIsPhone, useLabel, useT } from "../../kit/index.ts";
import { isRight } from "../list/columns.ts";
import { FieldView } from "../../forms/fields/FieldView.tsx";
import { isBlank } from "../../forms/model/scalar.ts";
import { isShown, partsOf } from "./facts.ts";

/** The record's values in the form's sections, on the form's own twelve columns. */
export function Body({ form, record }: { form: FormInfo; record: RecordData }) {
  const t = useT("records");
  const label = useLabel();
  return (
    <>
      {partsOf(form).map((part, index) => {
        const fields = part.fields.filter((field) => isShown(field, record.fields[field.key]));
        if (fields.length === 0) return null;
        return (
          <section key={part.label?.en ?? index} className="card part">
            {part.label || index > 0 ? <h2>{label(part.label) || t("more_fields")}</h2> : null}
            <div className="part-grid">
              {fields.map((field) => (
                <FieldBox key={field.key} form={form} field={field} value={record.fields[field.key]} />
              ))}
            </div>
          </section>
        );
      })}
    </>
  );
}

function FieldBox({ form, field, value }: { form: FormInfo; field: FieldDef; value: unknown }) {
  const label = useLabel();
  const style = { "--span": field.type === "list" ? 12 : (field.width ?? 6) } as CSSProperties;
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

/** A detail list: a table, on the phone one card a row. */
function Rows({ form, field, rows }: { form: FormInfo; field: FieldDef; rows: Row[] }) {
  const label = useLabel();
  const phone = useIsPhone();
  const columns = (field.fields ?? []).filter((one) => holds(form.readable, `${field.key}.${one.key}`)).filter((one) => !one.retired || rows.some((row) => !isBlank(row[one.key])));
  if (rows.length === 0) return <Blank />;
  if (phone) {
    return (
      <div className="row-cards">
        {rows.map((row, index) => (
          <dl key={row.id ?? index} className="row-card">
            {columns.map((column) => (
              <div key={column.key}>
                <dt>{label(column.label)}</dt>
                <dd>
                  <FieldView field={column} value={row[column.key]} brief />
                </dd>
              </div>
            ))}
          </dl>
        ))}
      </div>
    );
  }
  return (
    <div className="rows-scroll">
      <table className="rows">
        <thead>
          <tr>
            <th className="rows-no">#</th>
            {columns.map((column) => (
              <th key={column.key} className={isRight(column) ? "num" : ""}>
                {label(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.id ?? index}>
              <td className="rows-no">{index + 1}</td>
              {columns.map((column) => (
                <td key={column.key} className={isRight(column) ? "num" : ""}>
                  <FieldView field={column} value={row[column.key]} brief />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
