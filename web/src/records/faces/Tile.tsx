import type { ReactNode } from "react";
import type { FormDef, RecordData } from "../../api/index.ts";
import { FieldView } from "../../forms/fields/FieldView.tsx";
import { isBlank } from "../../forms/model/scalar.ts";
import { Tag, useLabel, useT } from "../../kit/index.ts";
import { type Column, valueOf } from "../list/columns.ts";

const FACTS = 5;

type TileProps = { form: FormDef; record: RecordData; columns: Column[]; without: string[]; children?: ReactNode };

/** The fields that a record's title shows already. */
function titled(form: FormDef): string[] {
  return [...(form.title ?? "").matchAll(/\{(\w+)/g)].map(([, key = ""]) => key);
}

/** What a card says of a record: its title and the chosen fields that are filled in. */
export function Tile({ form, record, columns, without, children }: TileProps) {
  const t = useT("records");
  const label = useLabel();
  const said = [...without, ...titled(form)];
  const facts = columns.filter((column) => !said.includes(column.key) && !isBlank(valueOf(record, column.key))).slice(0, FACTS);
  return (
    <>
      <div className="tile-head">
        <strong className={record.state === "voided" ? "voided two-lines" : "two-lines"}>{record.title}</strong>
        {record.state === "voided" ? <Tag tone="red">{t("voided")}</Tag> : null}
        {children}
      </div>
      <dl className="tile-facts">
        {facts.map((column) => (
          <div key={column.key}>
            <dt>{label(column.field.label)}</dt>
            <dd className="two-lines">
              <FieldView field={column.field} value={valueOf(record, column.key)} brief />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
