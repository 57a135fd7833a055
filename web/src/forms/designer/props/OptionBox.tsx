import { Button, Input, InputNumber, Segmented, Select, Switch } from "antd";
import { useMemo } from "react";
import { labelText, useLang, useT } from "../../../kit/index.ts";
import { UOMS, uomText } from "../../model/uom.ts";
import { NamePicker } from "../../condition/NamePicker.tsx";
import { below, nameAt, roots } from "../../condition/names.ts";
import { spotAt } from "../expr/place.ts";
import { useBook } from "../../condition/useBook.ts";
import { ConditionInput } from "../expr/ConditionInput.tsx";
import { ExpressionInput } from "../expr/ExpressionInput.tsx";
import type { Want } from "../expr/useChecked.ts";
import { fieldAt } from "../model/doc.ts";
import { kindOf, type OptionKind } from "../../model/fieldTypes.ts";
import { type Choice } from "./choices.ts";
import { ChoicesEditor } from "./ChoicesEditor.tsx";
import { Line } from "./Fold.tsx";
import { FormSelect } from "./FormSelect.tsx";
import { LabelInput } from "./LabelInput.tsx";
import { MapEditor, type Named, useSiblings } from "./MapEditor.tsx";
import { OrderInput } from "./OrderInput.tsx";
import { SourceBox } from "./SourceBox.tsx";
import { RuleEditor } from "./RuleEditor.tsx";
import { type Branch, TreeBox } from "./TreeBox.tsx";
import type { Edited } from "./useField.ts";

type BoxProps = {
  option: OptionKind;
  f: Edited;
  value: unknown;
  onChange: (value: unknown) => void;
  /** Fixed at first publish. */
  locked?: boolean;
};

/** One option of a field type with the box for its kind. */
export function OptionBox({ option, f, value, onChange, locked }: BoxProps) {
  const lang = useLang();
  const label = labelText(option.label, lang);
  const hint = labelText(option.hint, lang);
  const own = f.errors;
  if (option.kind === "fields") return null;
  if (option.kind === "flag") {
    return (
      <Line label={label} hint={hint} beside>
        <Switch size="small" aria-label={label} checked={Boolean(value ?? option.default)} disabled={locked} onChange={(on) => onChange(on === Boolean(option.default) ? undefined : on)} />
      </Line>
    );
  }
  return (
    <Line label={label} hint={hint} errors={option.key === "to" ? own : undefined}>
      <Box {...{ option, f, value, onChange, locked, label }} />
    </Line>
  );
}

const EXPRESSIONS: Record<string, Want> = { produced_on: "date", expires_on: "date" };

function Box({ option, f, value, onChange, locked, label }: BoxProps & { label: string }) {
  const lang = useLang();
  const t = useT("forms");
  const text = value === undefined || value === null ? "" : String(value);
  const some = (next: string): void => onChange(next === "" ? undefined : next);
  switch (option.kind) {
    case "number":
    case "duration":
      return <InputNumber stringMode aria-label={label} disabled={locked} placeholder={text === "" && option.default !== null && option.default !== undefined ? String(option.default) : ""} value={text || null} onChange={(next) => onChange(next === null ? undefined : Number(next))} />;
    case "choice": {
      const choices = (option.choices ?? []).map((one) => ({ value: one.key, label: labelText(one.label, lang) || one.key }));
      if (choices.length <= 3 && choices.every((one) => one.label.length <= 6)) return <Segmented block disabled={locked} options={choices} value={text || String(option.default ?? "")} onChange={(next) => some(String(next) === String(option.default ?? "") ? "" : String(next))} />;
      return <Select aria-label={label} disabled={locked} showSearch={{ optionFilterProp: "label" }} allowClear options={choices} placeholder={t("dp_none")} value={text || (option.default as string) || undefined} onChange={(next: string | undefined) => some(next ?? "")} />;
    }
    case "label":
      return <LabelInput name={label} value={value as never} onChange={onChange} />;
    case "expression":
      return option.key === "where" ? (
        <ConditionInput at={f.path} label={label} target={targetFor(f)} value={text} onChange={onChange} />
      ) : (
        <ExpressionInput at={f.path} label={label} want={EXPRESSIONS[option.key] ?? "any"} value={text} onChange={onChange} />
      );
    case "form":
      return <FormSelect label={label} value={text} disabled={locked} onChange={some} />;
    case "path":
      return option.key === "from" ? <SourceBox f={f} label={label} value={text} /> : <PathBox f={f} label={label} value={text} onChange={some} lots={option.key === "of"} />;
    case "paths":
      return <TheirFields f={f} label={label} value={(value as string[] | undefined) ?? []} onChange={(next) => onChange(next.length ? next : undefined)} />;
    case "order":
      return <OrderInput fields={useTheirs(f)} value={text} onChange={some} label={label} />;
    case "map":
      return <FillBox f={f} value={(value as Record<string, string> | undefined) ?? {}} onChange={onChange} />;
    case "rule":
      return <RuleEditor at={f.path} serial={f.field.type === "serial"} value={text} onChange={some} />;
    case "uom":
      return <Select aria-label={label} disabled={locked} allowClear showSearch={{ optionFilterProp: "label" }} placeholder={t("dp_none")} value={text || undefined} options={uoms(lang)} onChange={(next: string | undefined) => some(next ?? "")} />;
    case "uoms":
      return <Select mode="multiple" aria-label={label} placeholder={t("dp_none")} value={(value ?? option.default ?? []) as string[]} options={uoms(lang)} onChange={(next: string[]) => onChange(next.length ? next : undefined)} />;
    case "options":
      return <ChoicesEditor value={(value as Choice[] | undefined) ?? []} used={usedKeys(f)} stock={stockOf(f)} onChange={onChange} />;
    case "tree":
      return <TreeBox value={(value as Branch[] | undefined) ?? []} onChange={onChange} />;
    case "list":
      return <Select mode="tags" aria-label={label} placeholder={t("dp_type_enter")} value={(value as string[] | undefined) ?? []} onChange={(next: string[]) => onChange(next.length ? next : undefined)} />;
    case "group":
      return <GroupBox option={option} f={f} value={value as Record<string, unknown> | undefined} onChange={onChange} label={label} />;
    default:
      return <Input aria-label={label} disabled={locked} value={text} onChange={(event) => some(event.target.value)} />;
  }
}

function uoms(lang: "zh" | "en"): { value: string; label: string }[] {
  return Object.keys(UOMS).map((key) => ({ value: key, label: uomText(key, lang) === key ? key : `${uomText(key, lang)} ${key}` }));
}

/** Keys of the options that a published version offered. */
function usedKeys(f: Edited): string[] {
  const before = f.d.published ? fieldAt(f.d.published, f.path) : undefined;
  return ((before?.options as Choice[] | undefined) ?? []).map((one) => one.key);
}

/** The options that the palette gave a field of this kind. */
function stockOf(f: Edited): Choice[] | undefined {
  return kindOf(f.d.types, f.field)?.start.options as Choice[] | undefined;
}

/** Of whose fields a link's condition is: the form it leads to; lots for a lot field. */
export function targetFor(f: Edited): string | undefined {
  const type = f.d.types.items.find((one) => one.key === f.field.type);
  if ((type?.type ?? f.field.type) === "lot") return "$lot";
  const usual = type?.options.find((one) => one.key === "to")?.default;
  return String(f.field.to || usual || "") || undefined;
}

function PathBox({ f, label, value, onChange, lots }: { f: Edited; label: string; value: string; onChange: (path: string) => void; lots: boolean }) {
  const spot = useMemo(() => spotAt(f.d.doc, f.path), [f.d.doc, f.path]);
  const book = useBook(spot, "", value ? [value] : undefined);
  const t = useT("forms");
  return (
    <div className="dp-key">
      <div style={{ flex: 1, minWidth: 0 }}>
        <NamePicker spot={spot} book={book} label={label} value={value} onOpen={() => undefined} onChange={onChange} fits={lots ? (type) => type.kind === "link" : undefined} />
      </div>
      {value ? (
        <Button size="small" type="text" onClick={() => onChange("")}>
          {t("de_clear")}
        </Button>
      ) : null}
    </div>
  );
}

/** The fields of what a link leads to. */
export function useTheirs(f: Edited): Named[] {
  const lang = useLang();
  const spot = useMemo(() => spotAt(f.d.doc, f.path), [f.d.doc, f.path]);
  const book = useBook(spot);
  const target = targetFor(f);
  if (!target) return [];
  return roots({ ...spot, target }, book, lang)
    .filter((one) => one.key !== "this" && one.type.kind !== "list")
    .map((one) => ({ value: one.key, label: one.label }));
}

function TheirFields({ f, label, value, onChange }: { f: Edited; label: string; value: string[]; onChange: (keys: string[]) => void }) {
  const t = useT("forms");
  return <Select mode="multiple" aria-label={label} showSearch={{ optionFilterProp: "label" }} placeholder={t(targetFor(f) ? "dp_none" : "dp_form_first")} value={value} options={useTheirs(f)} onChange={onChange} />;
}

function FillBox({ f, value, onChange }: { f: Edited; value: Record<string, string>; onChange: (map: unknown) => void }) {
  const t = useT("forms");
  const ours = useSiblings(f.list, f.path.split(".").at(-1));
  const theirs = useTheirs(f);
  const scanned = f.field.type === "scan";
  return <MapEditor value={value} onChange={onChange} ours={ours} theirs={scanned ? IDENTIFIERS.map((ai) => ({ value: ai, label: `(${ai}) ${t(`dp_ai.${ai}`)}` })) : theirs} free={scanned} add={t("dp_fill_add")} />;
}

const IDENTIFIERS = ["01", "02", "10", "11", "15", "17", "21", "37", "310", "00"];

type GroupProps = { option: OptionKind; f: Edited; value: Record<string, unknown> | undefined; onChange: (value: unknown) => void; label: string };

/** Options that belong together; off until they are wanted. */
function GroupBox({ option, f, value, onChange, label }: GroupProps) {
  const inner = (option.options as OptionKind[] | undefined) ?? [];
  const put = (key: string, next: unknown): void => {
    const changed = Object.fromEntries(Object.entries({ ...value, [key]: next }).filter(([, one]) => one !== undefined));
    onChange(changed);
  };
  return (
    <div className="dp-both">
      <Switch className="dp-switch" size="small" aria-label={label} checked={value !== undefined && value !== null} onChange={(on) => onChange(on ? {} : undefined)} />
      {value ? (
        <div className="dp-item">
          {inner.map((one) => (
            <OptionBox key={one.key} option={one} f={f} value={value[one.key]} onChange={(next) => put(one.key, next)} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** The rows behind a list on the way to what a link leads to. */
export function rowNames(f: Edited, path: string, book: ReturnType<typeof useBook>, lang: "zh" | "en"): Named[] {
  const spot = spotAt(f.d.doc, "");
  const name = path ? nameAt(spot, book, path.split("."), lang) : null;
  return name ? below(name, spot, book, lang).map((one) => ({ value: one.key, label: one.label })) : [];
}
