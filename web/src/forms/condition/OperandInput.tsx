import { SwapOutlined } from "@ant-design/icons";
import { Button, DatePicker, Input, InputNumber, Select, Tooltip } from "antd";
import dayjs from "dayjs";
import { labelText, useLang, useT } from "../../kit/index.ts";
import { LOT } from "../model/linked.ts";
import { treeEnds, treeText } from "../model/tree.ts";
import type { Operand } from "./condition.ts";
import type { Book, Name, Spot } from "./names.ts";
import { NamePicker } from "./NamePicker.tsx";
import { blankOperand, type Kind } from "./operators.ts";
import { RecordPicker } from "./RecordPicker.tsx";

type OperandProps = {
  spot: Spot;
  book: Book;
  name: Name;
  kind: Kind;
  value: Operand;
  onChange: (value: Operand) => void;
  onOpen: (path: string) => void;
  autoFocus?: boolean;
};

/** What a field is compared with: a value in the field's own widget, or another field. */
export function OperandInput(props: OperandProps) {
  const { spot, book, name, kind, value, onChange, onOpen } = props;
  const t = useT("forms");
  const other = value.kind === "field";
  return (
    <div className="de-values">
      {other ? (
        <NamePicker
          spot={spot}
          book={book}
          value={value.path}
          label={t("de_other_field")}
          onChange={(path) => onChange({ kind: "field", path })}
          onOpen={onOpen}
          fits={(type) => type.kind === name.type.kind || (kind === "link" && type.kind === "link") || (name.type.kind.startsWith("date") && type.kind.startsWith("date"))}
        />
      ) : (
        <Constant {...props} />
      )}
      <Tooltip title={t(other ? "de_use_value" : "de_use_field")}>
        <Button type="text" icon={<SwapOutlined />} aria-label={t(other ? "de_use_value" : "de_use_field")} onClick={() => onChange(other ? blankOperand(kind) : { kind: "field", path: "" })} />
      </Tooltip>
    </div>
  );
}

function Constant({ name, kind, value, onChange, autoFocus }: OperandProps) {
  const lang = useLang();
  const t = useT("forms");
  const text = value.kind === "text" || value.kind === "number" || value.kind === "date" ? value.value : "";
  if (kind === "choice" || kind === "multi") {
    return (
      <Select
        showSearch={{ optionFilterProp: "label" }}
        autoFocus={autoFocus}
        defaultOpen={autoFocus}
        aria-label={t("de_value")}
        placeholder={t("de_value")}
        value={text || undefined}
        options={optionsOf(name, lang)}
        onChange={(key: string) => onChange({ kind: "text", value: key })}
      />
    );
  }
  if (kind === "number") {
    return <InputNumber stringMode autoFocus={autoFocus} aria-label={t("de_value")} placeholder={t("de_value")} value={text || null} onChange={(next) => onChange({ kind: "number", value: next === null ? "" : String(next) })} />;
  }
  if (kind === "date" || kind === "datetime") return <DayInput value={value} onChange={onChange} />;
  if (kind === "tree" && name.field) {
    const branches = treeEnds({ ...name.field, ends: false }).map(({ path }) => ({ value: path, label: treeText(name.field!, path, lang) }));
    return <Select showSearch={{ optionFilterProp: "label" }} aria-label={t("de_value")} placeholder={t("de_value")} value={text || undefined} options={branches} onChange={(path: string) => onChange({ kind: "text", value: path })} />;
  }
  if (kind === "link") {
    const form = name.type.form ?? "";
    return <RecordPicker form={form} value={value} onChange={onChange} lot={form === LOT} />;
  }
  return <Input type={kind === "time" ? "time" : "text"} autoFocus={autoFocus} aria-label={t("de_value")} placeholder={t("de_value")} value={text} onChange={(event) => onChange({ kind: "text", value: event.target.value })} />;
}

export function optionsOf(name: Name, lang: "zh" | "en"): { value: string; label: string }[] {
  return (name.field?.options ?? []).map((one) => ({ value: one.key, label: labelText(one.label, lang) || one.key }));
}

function DayInput({ value, onChange }: { value: Operand; onChange: (value: Operand) => void }) {
  const t = useT("forms");
  const way = value.kind === "date" ? "date" : value.kind === "today" && value.days > 0 ? "on" : value.kind === "today" && value.days < 0 ? "ago" : "today";
  const days = value.kind === "today" ? Math.abs(value.days) || 1 : 1;
  const change = (next: string): void => {
    if (next === "date") onChange({ kind: "date", value: dayjs().format("YYYY-MM-DD") });
    else onChange({ kind: "today", days: next === "on" ? days : next === "ago" ? -days : 0 });
  };
  return (
    <span className="de-day">
      <Select aria-label={t("de_value")} value={way} options={["today", "on", "ago", "date"].map((one) => ({ value: one, label: t(`de_day.${one}`) }))} onChange={change} popupMatchSelectWidth={false} />
      {way === "date" && value.kind === "date" ? (
        <DatePicker allowClear={false} value={value.value ? dayjs(value.value) : null} onChange={(day) => onChange({ kind: "date", value: day!.format("YYYY-MM-DD") })} />
      ) : null}
      {way === "on" || way === "ago" ? (
        <InputNumber min={1} max={9999} precision={0} value={days} aria-label={t("de_days")} onChange={(next) => onChange({ kind: "today", days: (way === "on" ? 1 : -1) * (next ?? 1) })} />
      ) : null}
    </span>
  );
}
