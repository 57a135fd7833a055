import { MinusOutlined, PlusOutlined } from "@ant-design/icons";
import { type ReactNode, useState } from "react";
import { add, int, toFixed } from "../../expr/decimal.ts";
import { groupDigits, useT } from "../../kit/index.ts";
import { limitsBroken, numberOf, settled } from "../model/number.ts";
import { aria, inputClass, useTools, type WidgetProps } from "./tools.ts";

type DigitsProps = WidgetProps & { digits: unknown; onDigits: (text: string) => void; after?: ReactNode; /** Its name, when the field has several boxes. */ label?: string };

/** The box digits are typed into, with what stands behind them; on a phone one less and one more. */
export function Digits({ digits, onDigits, after, label, ...props }: DigitsProps) {
  const t = useT("forms");
  const { phone } = useTools();
  const [typing, setTyping] = useState(false);
  const out = limitsBroken(props.field, digits);
  const text = digits === null || digits === undefined ? "" : String(digits);
  const input = (
    <input
      {...aria(props)}
      {...(label ? { "aria-label": label } : {})}
      className={inputClass(props, out ? "num ff-out" : "num")}
      value={typing ? text : groupDigits(text)}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      title={out ? t(`out_${out}`) : undefined}
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        setTyping(true);
        onDigits(typing ? event.target.value : event.target.value.replaceAll(",", ""));
      }}
      onBlur={() => {
        setTyping(false);
        const plain = settled(text);
        if (plain !== null && plain !== text) onDigits(plain);
      }}
    />
  );
  const boxed = after ? (
    <span className="ff-after">
      {input}
      {after}
    </span>
  ) : (
    input
  );
  if (!phone || props.compact) return boxed;
  const below = props.field.type === "number" && Number(props.field.min ?? 0) < 0;
  return below ? <Signed text={text} onDigits={onDigits}>{boxed}</Signed> : <Stepped text={text} onDigits={onDigits}>{boxed}</Stepped>;
}

/** Numbers below zero: number pads of phones have no minus. */
function Signed({ text, onDigits, children }: { text: string; onDigits: (text: string) => void; children: ReactNode }) {
  const t = useT("forms");
  return (
    <span className="ff-stepped ff-signed">
      <button type="button" className="ff-step" aria-label={t("sign_change")} onClick={() => onDigits(text.startsWith("-") ? text.slice(1) : `-${text}`)}>
        ±
      </button>
      {children}
    </span>
  );
}

function Stepped({ text, onDigits, children }: { text: string; onDigits: (text: string) => void; children: ReactNode }) {
  const t = useT("forms");
  const step = (by: number): void => {
    const moved = add(numberOf(text) ?? int(0), int(by));
    if (moved) onDigits(toFixed(moved, Math.max(0, -moved.e)));
  };
  return (
    <span className="ff-stepped">
      <button type="button" className="ff-step" aria-label={t("less")} onClick={() => step(-1)}>
        <MinusOutlined />
      </button>
      {children}
      <button type="button" className="ff-step" aria-label={t("more")} onClick={() => step(1)}>
        <PlusOutlined />
      </button>
    </span>
  );
}

/** A number, a percentage, a temperature: digits with a suffix. */
export function NumberWidget(props: WidgetProps) {
  const suffix = props.field.percent ? "%" : String(props.field.suffix ?? "");
  return (
    <Digits
      {...props}
      digits={props.value}
      onDigits={(text) => props.onChange(text)}
      after={suffix ? <span className="ff-suffix">{suffix}</span> : undefined}
    />
  );
}
