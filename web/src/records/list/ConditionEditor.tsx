import { Button, Checkbox, DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import type { FieldDef, FormInfo } from "../../api/index.ts";
import { useLabel, useLang, useT } from "../../kit/index.ts";
import { treeEnds, treeText } from "../../forms/model/tree.ts";
import { showable } from "./columns.ts";
import { arity, type Condition, fieldAt, isWhole, type Kind, kindOf, OPERATORS } from "./condition.ts";
import { RecordSelect } from "./RecordSelect.tsx";

type EditorProps = { form: FormInfo; given?: Condition; onDone: (condition: Condition) => void };

/** Field, comparison, value. */
export function ConditionEditor({ form, given, onDone }: EditorProps) {
  const t = useT("records");
  const label = useLabel();
  const fields = showable(form).filter((field) => kindOf(field));
  const [made, setMade] = useState<Condition>(given ?? { field: "", op: "", values: [] });
  const field = fieldAt(form.definition, made.field);
  const kind = field && kindOf(field);
  const opText = (op: string): string => t(`op.${kind === "date" || kind === "instant" ? "date." : ""}${op}`, { n: "N" });
  const choose = (key: string): void => {
    const next = fieldAt(form.definition, key);
    const nextKind = next && kindOf(next);
    if (nextKind) setMade({ field: key, op: OPERATORS[nextKind][0] ?? "is", values: [] });
  };
  const whole = kind !== undefined && isWhole(made, kind);
  return (
    <form
      className="condition"
      onSubmit={(event) => {
        event.preventDefault();
        if (whole) onDone(made);
      }}
    >
      <Select
        showSearch={{ optionFilterProp: "label" }}
        autoFocus={!given}
        placeholder={t("choose_field")}
        value={made.field || undefined}
        options={fields.map((one) => ({ value: one.key, label: label(one.label) }))}
        onChange={choose}
      />
      {field && kind ? (
        <>
          <Select value={made.op} options={OPERATORS[kind].map((op) => ({ value: op, label: opText(op) }))} onChange={(op) => setMade({ ...made, op, values: [] })} />
          <Values form={form} field={field} kind={kind} made={made} onValues={(values) => setMade({ ...made, values })} />
        </>
      ) : null}
      <Button type="primary" htmlType="submit" disabled={!whole}>
        {t("apply")}
      </Button>
    </form>
  );
}

type ValuesProps = { form: FormInfo; field: FieldDef; kind: Kind; made: Condition; onValues: (values: string[]) => void };

function Values({ form, field, kind, made, onValues }: ValuesProps) {
  const t = useT("records");
  const label = useLabel();
  const lang = useLang();
  const [first = "", second = ""] = made.values;
  if (arity(made.op) === 0) return null;
  if (kind === "choice" || kind === "multi") {
    const options = (field.options ?? []).map((one) => ({ value: one.key, label: label(one.label) }));
    if (kind === "choice") return <Checkbox.Group className="condition-choices" options={options} value={made.values} onChange={onValues} />;
    return <Select options={options} value={first || undefined} onChange={(value: string) => onValues([value])} />;
  }
  if (kind === "tree") {
    const options = treeEnds({ ...field, ends: false }).map(({ path }) => ({ value: path, label: treeText(field, path, lang) }));
    return <Select showSearch={{ optionFilterProp: "label" }} options={options} value={first || undefined} onChange={(value: string) => onValues([value])} />;
  }
  if (kind === "link" || kind === "person") return <RecordSelect form={form.key} field={field} value={first} onChange={(id) => onValues(id ? [id] : [])} />;
  if ((kind === "date" || kind === "instant") && made.op === "between") {
    const at = (text: string) => (text ? dayjs(text) : null);
    return (
      <DatePicker.RangePicker
        allowEmpty={[true, true]}
        value={[at(first), at(second)]}
        onChange={(range) => onValues((range ?? []).map((one) => one?.format("YYYY-MM-DD") ?? ""))}
      />
    );
  }
  const numeric = kind === "number" || made.op === "last" || made.op === "next";
  const box = (value: string, change: (text: string) => void, hint?: string) => (
    <Input type={kind === "time" ? "time" : "text"} autoFocus={!hint} inputMode={numeric ? "decimal" : "text"} placeholder={hint} value={value} onChange={(event) => change(event.target.value)} />
  );
  if (made.op === "between") {
    return (
      <div className="condition-pair">
        {box(first, (text) => onValues([text, second]), t("from"))}
        {box(second, (text) => onValues([first, text]), t("to"))}
      </div>
    );
  }
  return box(first, (text) => onValues(text ? [text] : []));
}
