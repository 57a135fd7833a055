import { memo, startTransition, useEffect, useMemo, useState } from "react";
import { type FieldDef, type FormInfo, holds, type Row } from "../../api/index.ts";
import { Blank, useIsPhone, useLabel } from "../../kit/index.ts";
import { FieldView } from "../../forms/fields/FieldView.tsx";
import { isBlank } from "../../forms/model/scalar.ts";
import { isRight } from "../list/columns.ts";

const FIRST = 60;
const MORE = 150;

/** How many of many rows are drawn: some at once, the others as time allows. */
function useGrowing(count: number): number {
  const [drawn, setDrawn] = useState(FIRST);
  useEffect(() => {
    if (drawn >= count) return;
    const timer = setTimeout(() => startTransition(() => setDrawn((now) => now + MORE)));
    return () => clearTimeout(timer);
  }, [drawn, count]);
  return Math.min(drawn, count);
}

/** A detail list: a table, on the phone one card a row. */
export function Rows({ form, field, rows }: { form: FormInfo; field: FieldDef; rows: Row[] }) {
  const label = useLabel();
  const phone = useIsPhone();
  const columns = useMemo(() => {
    const readable = (field.fields ?? []).filter((one) => holds(form.readable, `${field.key}.${one.key}`));
    return readable.filter((one) => !one.retired || rows.some((row) => !isBlank(row[one.key])));
  }, [form.readable, field, rows]);
  const shown = rows.slice(0, useGrowing(rows.length));
  if (rows.length === 0) return <Blank />;
  if (phone) {
    return (
      <div className="row-cards">
        {shown.map((row, index) => (
          <RowCard key={row.id ?? index} row={row} columns={columns} />
        ))}
      </div>
    );
  }
  return (
    <div className="rows-scroll">
      <table className="rows" aria-rowcount={rows.length}>
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
          {shown.map((row, index) => (
            <RowLine key={row.id ?? index} row={row} index={index} columns={columns} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const RowLine = memo(function RowLine({ row, index, columns }: { row: Row; index: number; columns: FieldDef[] }) {
  return (
    <tr>
      <td className="rows-no">{index + 1}</td>
      {columns.map((column) => (
        <td key={column.key} className={isRight(column) ? "num" : ""}>
          <FieldView field={column} value={row[column.key]} brief />
        </td>
      ))}
    </tr>
  );
});

const RowCard = memo(function RowCard({ row, columns }: { row: Row; columns: FieldDef[] }) {
  const label = useLabel();
  return (
    <dl className="row-card">
      {columns.map((column) => (
        <div key={column.key}>
          <dt>{label(column.label)}</dt>
          <dd>
            <FieldView field={column} value={row[column.key]} brief />
          </dd>
        </div>
      ))}
    </dl>
  );
});
