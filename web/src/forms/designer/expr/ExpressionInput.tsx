import { Button } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { useT } from "../../../kit/index.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { ExpressionEditor } from "./ExpressionEditor.tsx";
import { spotAt, targetOf } from "./place.ts";
import { SmartText } from "./SmartText.tsx";
import { useBook } from "../../condition/useBook.ts";
import { useChecked, type Want } from "./useChecked.ts";

export type ExpressionProps = {
  value: string | null | undefined;
  /** Called with `undefined` when nothing is left. */
  onChange: (text: string | undefined) => void;
  want: Want;
  /** Field or list it stands in, `""` for the record. */
  at: string;
  /** What it is, for its window and for screen readers. */
  label: string;
  /** A condition on the fields of this form (or of lots). */
  target?: string;
  /** A condition on the choices of the field at this path, over the name `option`. */
  option?: string;
  /** About the rows of the list at this path: `row` is one of them. */
  rows?: string;
  placeholder?: string;
};

const KEEP_MS = 400;

/** An expression in one line, with suggestions while typing; a button opens the large editor. */
export function ExpressionInput({ value, onChange, want, at, label, target, option, rows, placeholder }: ExpressionProps) {
  const t = useT("forms");
  const d = useDesigner();
  const [text, setText] = useState(value ?? "");
  const [touched, setTouched] = useState(false);
  const [open, setOpen] = useState(false);
  const spot = useMemo(() => spotAt(d.doc, at, target, option, rows), [d.doc, at, target, option, rows]);
  const book = useBook(spot, text);
  const sent = useRef(value ?? "");
  const keep = (next: string): void => {
    if (next === sent.current) return;
    sent.current = next;
    onChange(next.trim() === "" ? undefined : next);
  };
  const latest = useRef(keep);
  latest.current = keep;
  useEffect(() => {
    if ((value ?? "") !== sent.current) {
      sent.current = value ?? "";
      setText(value ?? "");
    }
  }, [value]);
  useEffect(() => {
    const timer = setTimeout(() => latest.current(text), KEEP_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { judged } = useChecked({ form: d.key, definition: d.doc, text, at, want, target: targetOf(spot) }, touched && !open);
  const wrong = judged?.errors[0];
  return (
    <div>
      <div className="de-input">
        <SmartText
          spot={spot}
          book={book}
          value={text}
          label={label}
          placeholder={placeholder ?? t("de_placeholder")}
          wrong={wrong?.position}
          onChange={(next) => {
            setTouched(true);
            setText(next);
          }}
          onBlur={() => latest.current(text)}
        />
        <Button className="de-open" aria-label={t("de_open", { label })} title={t("de_open_hint")} onClick={() => setOpen(true)}>
          ƒx
        </Button>
      </div>
      {wrong ? (
        <div className="de-wrong" role="alert">
          {wrong.message}
        </div>
      ) : null}
      {open ? (
        <ExpressionEditor
          {...{ at, label, want, target, option, rows }}
          value={text}
          onDone={(next) => {
            setOpen(false);
            if (next === null) return;
            setText(next);
            keep(next);
          }}
        />
      ) : null}
    </div>
  );
}
