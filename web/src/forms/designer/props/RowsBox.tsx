import { Select, Switch } from "antd";
import { useMemo } from "react";
import { useLang, useT } from "../../../kit/index.ts";
import { ConditionInput } from "../expr/ConditionInput.tsx";
import { NamePicker } from "../../condition/NamePicker.tsx";
import { spotAt } from "../expr/place.ts";
import { useBook } from "../../condition/useBook.ts";
import { fieldsOf } from "../model/doc.ts";
import { Line } from "./Fold.tsx";
import { MapEditor, type Named, useSiblings } from "./MapEditor.tsx";
import { rowNames } from "./OptionBox.tsx";
import { matched } from "./smart.ts";
import type { Edited } from "./useField.ts";

type Lots = { lot?: string; quantity?: string; material?: string; need?: string };
type Proposal = { from: string; fields: Record<string, string>; where?: string; lots?: Lots };

/** Rows that the list proposes from a list elsewhere: the limits of a specification, the items of an order. */
export function RowsBox({ f }: { f: Edited }) {
  const t = useT("forms");
  const lang = useLang();
  const rows = f.field.rows as Proposal | undefined;
  const spot = useMemo(() => spotAt(f.d.doc, ""), [f.d.doc]);
  const book = useBook(spot, "", rows?.from ? [rows.from] : undefined);
  const ours = useSiblings(f.path);
  const theirs: Named[] = rows ? rowNames(f, rows.from, book, lang).map((one) => ({ value: `row.${one.value}`, label: one.label })) : [];
  const put = (changes: Partial<Proposal>): void => {
    const next = { from: "", fields: {}, ...rows, ...changes };
    f.set({ rows: Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) });
  };
  const choose = (from: string): void => put({ from, where: undefined, fields: matched(fieldsOf(f.d.doc, f.path), rowNames(f, from, book, lang), lang) });
  return (
    <>
      <Line label={t("dp_rows")} hint={t("dp_rows_about")} beside>
        <Switch size="small" aria-label={t("dp_rows")} checked={rows !== undefined} onChange={(on) => f.set({ rows: on ? { from: "", fields: {} } : undefined })} />
      </Line>
      {rows ? (
        <div className="dp-item">
          <Line label={t("dp_rows_from")}>
            <NamePicker spot={spot} book={book} label={t("dp_rows_from")} value={rows.from} autoFocus={!rows.from} onOpen={() => undefined} onChange={choose} fits={(type, name) => type.kind === "list" && name.field?.type === "list" && name.key !== f.path} />
          </Line>
          {rows.from ? (
            <>
              <Line label={t("dp_rows_fill")}>
                <MapEditor value={rows.fields} ours={ours} theirs={theirs} free add={t("dp_fill_add")} onChange={(fields) => put({ fields: fields ?? {} })} />
              </Line>
              <Line label={t("dp_rows_where")}>
                <ConditionInput at="" rows={rows.from} label={t("dp_rows_where")} value={rows.where} onChange={(where) => put({ where })} />
              </Line>
              <LotsBox value={rows.lots} ours={ours} onChange={(lots) => put({ lots })} />
            </>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

function LotsBox({ value, ours, onChange }: { value: Lots | undefined; ours: Named[]; onChange: (lots: Lots | undefined) => void }) {
  const t = useT("forms");
  return (
    <>
      <Line label={t("dp_rows_lots")} hint={t("dp_rows_lots_about")} beside>
        <Switch size="small" aria-label={t("dp_rows_lots")} checked={value !== undefined} onChange={(on) => onChange(on ? {} : undefined)} />
      </Line>
      {value
        ? (["lot", "quantity", "material", "need"] as const).map((key) => (
            <Line key={key} label={t(`dp_rows_lots.${key}`)}>
              <Select size="small" aria-label={t(`dp_rows_lots.${key}`)} value={value[key]} options={ours} onChange={(next: string) => onChange({ ...value, [key]: next })} />
            </Line>
          ))
        : null}
    </>
  );
}
