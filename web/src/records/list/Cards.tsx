import { Button } from "antd";
import type { FormInfo } from "../../api/index.ts";
import { showAgo, Tag, useLabel, useLang, useT } from "../../kit/index.ts";
import { FieldView } from "../../forms/fields/FieldView.tsx";
import { isBlank } from "../../forms/model/scalar.ts";
import { type Column, valueOf } from "./columns.ts";
import type { Records } from "./data.ts";
import { useMore } from "./useMore.ts";

type CardsProps = { form: FormInfo; columns: Column[]; records: Records; onOpen: (index: number) => void };

const FACTS = 4;

/** Lots and quantities first: they say most in little room. */
function byWeight(columns: Column[]): Column[] {
  const weighty = (column: Column): boolean => column.field.type === "lot" || column.field.type === "quantity";
  return [...columns.filter(weighty), ...columns.filter((column) => !weighty(column))];
}

/** The phone's list: one card a record. */
export function Cards({ columns, records, onOpen }: CardsProps) {
  const t = useT("records");
  const label = useLabel();
  const lang = useLang();
  const end = useMore(records, 400);
  const { hasMore, more } = records;
  return (
    <div className="cards">
      {records.items.map((record, index) => {
        const facts = byWeight(columns.slice(1))
          .filter((column) => !isBlank(valueOf(record, column.key)))
          .slice(0, FACTS);
        return (
          <div key={record.id} className={record.state === "voided" ? "record-card voided" : "record-card"} role="button" tabIndex={0} onClick={() => onOpen(index)} onKeyDown={(event) => event.key === "Enter" && onOpen(index)}>
            <div className="record-card-head">
              <strong className="cut">{record.title}</strong>
              {record.state === "voided" ? <Tag tone="red">{t("voided")}</Tag> : <span className="faint">{showAgo(record.created_at, lang)}</span>}
            </div>
            <dl>
              {facts.map((column) => (
                <div key={column.key}>
                  <dt>{label(column.field.label)}</dt>
                  <dd className="cut">
                    <FieldView field={column.field} value={valueOf(record, column.key)} brief />
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        );
      })}
      <div ref={end} className="grid-more">
        {hasMore ? <Button onClick={more}>{t("load_more")}</Button> : t("end_of_list")}
      </div>
    </div>
  );
}
