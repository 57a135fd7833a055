import { CloseCircleFilled, DownOutlined } from "@ant-design/icons";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useT } from "../../kit/index.ts";
import type { Flags } from "../model/engine.ts";
import { ComboSheet } from "./ComboSheet.tsx";
import { OfferList } from "./OfferList.tsx";
import { Popup } from "./Popup.tsx";
import { aria, inputClass, meant, type Option, type OptionColumn, useTools } from "./tools.ts";
import { useOffer } from "./useOffer.ts";

export type ComboProps = {
  id: string;
  /** What is chosen, in words; `""` for nothing. */
  shown: string;
  flags: Flags;
  invalid: boolean;
  compact?: boolean;
  mono?: boolean;
  /** What an empty box says; usually that it is searched. */
  placeholder?: string;
  title: string;
  load: (search: string, signal?: AbortSignal) => Promise<Option[]>;
  onPick: (option: Option) => void;
  onClear: () => void;
  /** A typed or scanned text that is among nothing offered; answers whether it was taken. */
  onText?: (text: string) => Promise<boolean>;
  render?: (option: Option) => ReactNode;
  /** Beside the input: a scan button. */
  extra?: ReactNode;
  /** In front of what is chosen: a status. */
  lead?: ReactNode;
  /** What is chosen is not to be used: its status stands in words. */
  barred?: boolean;
  /** The columns of what was offered last. */
  columns?: () => OptionColumn[];
  /** Adds what is missing: its words, and what it does with the text typed so far. */
  add?: { words: string; onAdd: (typed: string) => void } | null;
  onDone?: () => void;
};

const LEAST_WIDE = 240;
const COLUMN_WIDTH = 120;

/** A search box that offers what may be chosen: a list below it on a desk, a sheet on a phone. */
export function Combo(props: ComboProps) {
  const { phone } = useTools();
  return phone ? <ComboSheet {...props} /> : <ComboBox {...props} />;
}

function matching(items: Option[], text: string): Option | undefined {
  const wanted = text.trim().toLowerCase();
  const exact = items.find((item) => item.id.toLowerCase() === wanted || item.title?.toLowerCase() === wanted);
  return exact ?? meant(items, text);
}

function ComboBox(props: ComboProps) {
  const { shown, onPick, onClear, onText, onDone, lead } = props;
  const t = useT("forms");
  const box = useRef<HTMLSpanElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const { offer, ask, askSoon, forget } = useOffer((search, signal) => props.load(search, signal));
  const { items } = offer;

  useEffect(() => setAt(0), [offer]);

  const shut = (): void => {
    setOpen(false);
    setText(null);
    forget();
  };
  const pick = (option: Option): void => {
    onPick(option);
    shut();
    onDone?.();
  };
  const show = (): void => {
    if (open) return;
    setOpen(true);
    void ask("");
  };
  const typed = (value: string): void => {
    setText(value);
    setOpen(true);
    askSoon(value.trim());
  };

  /** Enter on a typed or scanned text: what was found for exactly this text, else the highlighted one. */
  const settle = async (): Promise<boolean> => {
    const wanted = text?.trim() ?? "";
    if (!wanted) {
      if (text === "" && shown) onClear();
      return false;
    }
    const found = offer.searched === wanted && offer.state === "ready" ? items : await ask(wanted);
    const one = (offer.searched === wanted && at > 0 ? items[at] : undefined) ?? matching(found, wanted) ?? (onText ? undefined : found[at]);
    if (one) {
      pick(one);
      return true;
    }
    if (onText && (await onText(wanted))) {
      shut();
      onDone?.();
      return true;
    }
    return false;
  };

  const keyed = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (props.compact && !open) return;
      event.preventDefault();
      event.stopPropagation();
      if (!open) show();
      else if (items.length) setAt((now) => (now + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length);
    } else if (event.key === "Enter") {
      if (!open) return props.compact ? undefined : (event.preventDefault(), show());
      event.preventDefault();
      event.stopPropagation();
      if (text === null && items[at]) pick(items[at]);
      else void settle();
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      shut();
    }
  };
  const left = (): void => {
    const wanted = text;
    if (wanted !== null && wanted.trim() !== "") void settle().then((taken) => (taken ? undefined : shut()));
    else {
      if (wanted === "" && shown) onClear();
      shut();
    }
  };

  const columns = offer.items.length ? (props.columns?.() ?? []) : [];
  const add = props.add ? { words: props.add.words, onAdd: () => (shut(), props.add?.onAdd(text?.trim() ?? "")) } : null;
  return (
    <span ref={box} className={`ff-combo${props.compact ? " ff-combo-cell" : ""}${props.barred ? " ff-combo-barred" : ""}`}>
      {lead && text === null ? <span className="ff-combo-lead">{lead}</span> : null}
      <input
        {...aria(props)}
        ref={input}
        className={inputClass(props, props.mono ? "mono" : "")}
        role="combobox"
        aria-expanded={open}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={props.compact ? "" : (props.placeholder ?? t("search_choose"))}
        value={text ?? shown}
        title={props.compact ? shown : undefined}
        onChange={(event) => typed(event.target.value)}
        onFocus={(event) => event.target.select()}
        onClick={show}
        onKeyDown={keyed}
        onBlur={left}
      />
      <span className="ff-combo-side">
        {shown && !props.compact && !props.flags.required ? (
          <button type="button" className="ff-icon" tabIndex={-1} aria-label={t("clear")} onMouseDown={(event) => event.preventDefault()} onClick={onClear}>
            <CloseCircleFilled />
          </button>
        ) : null}
        {props.extra ?? <DownOutlined className="ff-caret" aria-hidden="true" />}
      </span>
      {open ? (
        <Popup at={box} least={columns.length ? LEAST_WIDE + columns.length * COLUMN_WIDTH : undefined}>
          <OfferList offer={offer} typed={text?.trim() ?? ""} at={at} onAt={setAt} onPick={pick} render={props.render} columns={columns} add={add} />
        </Popup>
      ) : null}
    </span>
  );
}
