import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, InputNumber, Segmented, Select } from "antd";
import { useLang, useT } from "../../kit/index.ts";
import { LOT } from "../model/linked.ts";
import { useFieldTypes } from "../model/fieldTypes.ts";
import type { Clause, Group, Item, Operand } from "./condition.ts";
import { isGroup } from "./condition.ts";
import { type Book, nameAt, type Spot } from "./names.ts";
import { NamePicker } from "./NamePicker.tsx";
import { OperandInput, optionsOf } from "./OperandInput.tsx";
import { daysOf, kindOf, operatorsOf, sought, type Way, wayOf, withOp } from "./operators.ts";
import "./condition.css";

const MOST_DEEP = 3;

type GroupProps = {
  spot: Spot;
  book: Book;
  group: Group;
  onChange: (group: Group) => void;
  onOpen: (path: string) => void;
  depth?: number;
};

/** Conditions in rows, joined by AND or OR, in groups inside groups. */
export function ConditionBuilder({ spot, book, group, onChange, onOpen, depth = 0 }: GroupProps) {
  const t = useT("forms");
  const items = group.items;
  const put = (at: number, item: Item): void => onChange({ ...group, items: items.map((one, index) => (index === at ? item : one)) });
  const drop = (at: number): void => onChange({ ...group, items: items.filter((_, index) => index !== at) });
  const add = (item: Item): void => onChange({ ...group, items: [...items, item] });
  return (
    <div className="de-group" role="group" aria-label={t(`de_joined.${group.join}`)}>
      {items.length > 1 || depth > 0 ? (
        <div className="de-join">
          <Segmented
            size="small"
            value={group.join}
            options={(["AND", "OR"] as const).map((value) => ({ value, label: t(`de_joined.${value}`) }))}
            onChange={(join) => onChange({ ...group, join })}
          />
        </div>
      ) : null}
      {items.map((item, at) =>
        isGroup(item) ? (
          <div key={at} className="de-row-group">
            <ConditionBuilder spot={spot} book={book} group={item} depth={depth + 1} onOpen={onOpen} onChange={(next) => (next.items.length ? put(at, next) : drop(at))} />
          </div>
        ) : (
          <ClauseRow key={at} spot={spot} book={book} clause={item} onOpen={onOpen} onChange={(next) => put(at, next)} onDrop={() => drop(at)} />
        ),
      )}
      <div className="de-adds">
        <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => add({ path: "", op: "=", values: [] })}>
          {t("de_add_clause")}
        </Button>
        {depth < MOST_DEEP && items.length ? (
          <Button size="small" type="text" onClick={() => add({ join: group.join === "AND" ? "OR" : "AND", items: [{ path: "", op: "=", values: [] }] })}>
            {t("de_add_group")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

type ClauseProps = { spot: Spot; book: Book; clause: Clause; onChange: (clause: Clause) => void; onDrop: () => void; onOpen: (path: string) => void };

type Fits = NonNullable<Parameters<typeof NamePicker>[0]["fits"]>;

function ClauseRow({ spot, book, clause, onChange, onDrop, onOpen }: ClauseProps) {
  const t = useT("forms");
  const lang = useLang();
  const types = useFieldTypes().data;
  const name = clause.path ? nameAt(spot, book, clause.path.split("."), lang) : null;
  const kind = name ? kindOf(name.type, name.field) : "text";
  const declared = name?.field && types?.items.find((one) => one.type === name.field?.type)?.operators;
  const way = wayOf(clause);
  const ops = operatorsOf(kind, declared || undefined, spot.search);
  const dated = kind === "date" || kind === "datetime" ? "date." : "";
  const choose = (chosen: string): void => {
    const lot = spot.search && nameAt(spot, book, chosen.split("."), lang)?.type.form === LOT;
    const path = lot ? `${chosen}.code` : chosen;
    const next = nameAt(spot, book, path.split("."), lang);
    const nextKind = next ? kindOf(next.type, next.field) : "text";
    onChange(withOp({ path, op: "=", values: [] }, operatorsOf(nextKind, undefined, spot.search)[0]!, nextKind));
  };
  const fits: Fits = (type, one, path) => (kindOf(type, one.field) !== "other" || type.kind === "list") && (!spot.search || sought(type, one, path));
  return (
    <div className="de-clause">
      <NamePicker spot={spot} book={book} value={clause.path} label={t("de_field")} autoFocus={clause.path === ""} onChange={choose} onOpen={onOpen} fits={fits} deep={spot.search ? 1 : undefined} />
      {clause.path ? (
        <>
          <Select
            aria-label={t("de_comparison")}
            popupMatchSelectWidth={false}
            value={way}
            options={[...new Set<Way>([...ops, way])].map((op) => ({ value: op, label: t(`de_op.${dated}${op}`) }))}
            onChange={(op) => onChange(withOp(clause, op, kind))}
          />
          {name ? <Values {...{ spot, book, clause, name, kind, onChange, onOpen }} /> : <span />}
        </>
      ) : (
        <>
          <span />
          <span />
        </>
      )}
      <Button type="text" icon={<DeleteOutlined />} aria-label={t("de_drop_clause")} onClick={onDrop} />
    </div>
  );
}

type ValuesProps = Omit<ClauseProps, "onDrop"> & { name: NonNullable<ReturnType<typeof nameAt>>; kind: ReturnType<typeof kindOf> };

function Values({ spot, book, clause, name, kind, onChange, onOpen }: ValuesProps) {
  const lang = useLang();
  const t = useT("forms");
  if (clause.op === "in" || clause.op === "not_in") {
    const values = clause.values.flatMap((one) => (one.kind === "text" || one.kind === "number" ? [one.value] : []));
    const typed = (value: string): Operand => (kind === "number" ? { kind: "number", value } : { kind: "text", value });
    return <Select mode={kind === "choice" ? "multiple" : "tags"} aria-label={t("de_value")} placeholder={t("de_value")} value={values} options={optionsOf(name, lang)} onChange={(next: string[]) => onChange({ ...clause, values: next.map(typed) })} />;
  }
  const way = wayOf(clause);
  if (way === "last" || way === "next") {
    return <InputNumber min={1} max={9999} precision={0} suffix={t("de_days_unit")} aria-label={t("de_days")} value={daysOf(clause)} onChange={(days) => days && onChange(withOp(clause, way, kind, days))} />;
  }
  if (!clause.values.length || way === "today") return <span />;
  return (
    <div className="de-operands">
      {clause.values.map((value, at) => (
        <OperandInput
          key={`${clause.path} ${clause.op} ${at}`}
          {...{ spot, book, name, kind, value, onOpen }}
          autoFocus={at === 0 && value.kind === "text" && value.value === ""}
          onChange={(next) => onChange({ ...clause, values: clause.values.map((one, index) => (index === at ? next : one)) })}
        />
      ))}
    </div>
  );
}
