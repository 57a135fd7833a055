import { Segmented, Select, Switch } from "antd";
import { labelText, useLang, useT } from "../../../kit/index.ts";
import { ExpressionInput } from "../expr/ExpressionInput.tsx";
import type { Want } from "../expr/useChecked.ts";
import { typeOf } from "../model/doc.ts";
import type { Choice } from "./choices.ts";
import { Fold, Line } from "./Fold.tsx";
import { bothOf } from "./LabelInput.tsx";
import type { Edited } from "./useField.ts";

const WANTS: Record<string, Want> = { number: "number", quantity: "number", money: "number", date: "date", datetime: "datetime", bool: "bool", text: "text", choice: "text" };

/** First values that one click sets, by type. */
const FIRSTS: Record<string, { key: string; text: string }[]> = {
  date: [{ key: "today", text: "TODAY()" }],
  datetime: [{ key: "now", text: "NOW()" }],
  person: [{ key: "me", text: "CURRENT_USER()" }],
  bool: [
    { key: "yes", text: "TRUE" },
    { key: "no", text: "FALSE" },
  ],
};

/** What a value of the field is, as expressions see it. */
export function wantOf(f: Edited): Want {
  const type = typeOf(f.field);
  if (type !== "expression") return WANTS[type] ?? "any";
  const usual = f.d.types.items.find((one) => one.key === f.field.type)?.options.find((one) => one.key === "result")?.default;
  return (f.field.result ?? usual ?? "number") as Want;
}

/** Where the value comes from: typed, given at first, or computed always. */
export function ValueFold({ f }: { f: Edited }) {
  const t = useT("forms");
  const type = typeOf(f.field);
  if (["list", "lookup", "serial", "image", "file", "signature"].includes(type)) return null;
  const computed = type === "expression";
  const way = computed || f.field.value !== undefined ? "formula" : f.field.default !== undefined ? "first" : "typed";
  const want = wantOf(f);
  const change = (next: string): void => {
    const before = (f.field.value ?? f.field.default ?? "") as string;
    if (next === "typed") f.set({ value: undefined, default: undefined });
    else if (next === "first") f.set({ value: undefined, default: before || firstOf(f, type) });
    else f.set({ value: before, default: undefined });
  };
  return (
    <Fold name="value" title={t("dp_value")}>
      {computed ? null : <Segmented block size="small" aria-label={t("dp_value")} value={way} options={["typed", "first", "formula"].map((value) => ({ value, label: t(`dp_value.${value}`) }))} onChange={change} />}
      {way === "formula" ? (
        <Line label={t("dp_formula")} hint={t("dp_formula_about")}>
          <ExpressionInput at={f.path} want={want} label={`${t("dp_formula")}: ${f.label}`} value={f.field.value as string} onChange={(value) => f.set({ value: value ?? (computed ? "" : undefined) })} />
        </Line>
      ) : null}
      {way === "first" ? (
        <Line label={t("dp_first")} hint={t("dp_first_about")}>
          {FIRSTS[type] ? (
            <Segmented size="small" value={f.field.default as string} options={FIRSTS[type].map((one) => ({ value: one.text, label: t(`dp_first.${one.key}`) }))} onChange={(text) => f.set({ default: text })} />
          ) : null}
          {type === "choice" ? <FirstChoice f={f} /> : null}
          <FirstValue f={f} want={want} />
        </Line>
      ) : null}
      {way === "formula" || computed ? null : (
        <Line label={t("dp_readonly")} hint={t("dp_readonly_about")} beside>
          <Switch size="small" aria-label={t("dp_readonly")} checked={Boolean(f.field.readonly)} onChange={(on) => f.set({ readonly: on || undefined })} />
        </Line>
      )}
    </Fold>
  );
}

function choicesOf(f: Edited): Choice[] {
  return ((f.field.options as Choice[] | undefined) ?? []).filter((one) => !one.retired);
}

/** What a field begins with when nothing is said yet: something that holds, where there is such a thing. */
function firstOf(f: Edited, type: string): string {
  if (type === "choice" && choicesOf(f)[0]) return JSON.stringify(choicesOf(f)[0]!.key);
  return FIRSTS[type]?.[0]?.text ?? "";
}

/** The option that is chosen at first; a formula may stand below instead. */
function FirstChoice({ f }: { f: Edited }) {
  const t = useT("forms");
  const lang = useLang();
  const options = choicesOf(f).map((one) => ({ value: JSON.stringify(one.key), label: bothOf(one.label, lang)[lang] || labelText(one.label, lang) || one.key }));
  const now = options.some((one) => one.value === f.field.default) ? (f.field.default as string) : undefined;
  return <Select aria-label={`${t("dp_first")}: ${f.label}`} placeholder={t("dp_first_by_formula")} value={now} options={options} onChange={(text: string) => f.set({ default: text })} />;
}

function FirstValue({ f, want }: { f: Edited; want: Want }) {
  const t = useT("forms");
  return <ExpressionInput at={f.path} want={want} label={`${t("dp_first")}: ${f.label}`} placeholder={t("dp_first_placeholder")} value={f.field.default as string} onChange={(text) => f.set({ default: text })} />;
}
