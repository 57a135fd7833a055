import { Input, Tooltip } from "antd";
import { useState } from "react";
import { type Label, type Lang, useLang, useT } from "../../../kit/index.ts";

type LabelProps = {
  value: Label | string | null | undefined;
  /** Called with `undefined` when neither language says anything. */
  onChange: (label: Label | undefined) => void;
  name: string;
  id?: string;
  long?: boolean;
  placeholder?: string;
  autoFocus?: boolean;
  onEnter?: () => void;
};

/** A label as both languages; one that is a plain text counts for the language shown. */
export function bothOf(value: Label | string | null | undefined, lang: Lang): Label {
  if (typeof value === "string") return { zh: lang === "zh" ? value : "", en: lang === "en" ? value : "" };
  return { zh: value?.zh ?? "", en: value?.en ?? "" };
}

/** A text in the language shown; a switch shows the other one below. */
export function LabelInput({ value, onChange, name, id, long, placeholder, autoFocus, onEnter }: LabelProps) {
  const t = useT("forms");
  const lang = useLang();
  const [two, setTwo] = useState(false);
  const both = bothOf(value, lang);
  const other: Lang = lang === "zh" ? "en" : "zh";
  const change = (of: Lang, text: string): void => {
    const next = { ...both, [of]: text };
    onChange(next.zh || next.en ? next : undefined);
  };
  const box = (of: Lang, more: object = {}) =>
    long ? (
      <Input.TextArea className="dp-lines" rows={1} lang={of} aria-label={`${name} ${t(`dp_in.${of}`)}`} value={both[of]} onChange={(event) => change(of, event.target.value)} {...more} />
    ) : (
      <Input lang={of} aria-label={`${name} ${t(`dp_in.${of}`)}`} value={both[of]} onChange={(event) => change(of, event.target.value)} onPressEnter={onEnter} {...more} />
    );
  const missing = Boolean(both[lang]) && !both[other];
  const flip = (
    <Tooltip title={t(missing ? "dp_other_missing" : "dp_other_language")}>
      <button type="button" className={missing ? "dp-lang missing" : "dp-lang"} aria-expanded={two} onClick={() => setTwo(!two)}>
        {t(`dp_short.${other}`)}
      </button>
    </Tooltip>
  );
  return (
    <div className="dp-both">
      {long ? (
        <div className="dp-key">
          {box(lang, { id, placeholder: placeholder ?? both[other] })}
          {flip}
        </div>
      ) : (
        box(lang, { id, placeholder: placeholder ?? both[other], suffix: flip, autoFocus })
      )}
      {two ? box(other, { placeholder: t(`dp_in.${other}`) }) : null}
    </div>
  );
}
