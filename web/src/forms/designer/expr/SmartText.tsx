import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from "react";
import "./expr.css";
import { useLang, useT } from "../../../kit/index.ts";
import type { Book, Spot } from "../../condition/names.ts";
import { type Chip, namesFor, shownOffset, toKept, toShown } from "../../condition/shown.ts";
import { type Suggestion, type Suggestions, suggest } from "./suggest.ts";

/** Puts a text where the caret is; `caret` counts from its end. */
export type Insert = (text: string, caret?: number) => void;

export type SmartProps = {
  spot: Spot;
  book: Book;
  /** The text as it is kept, with keys. */
  value: string;
  onChange: (kept: string) => void;
  onBlur?: () => void;
  label: string;
  placeholder?: string;
  /** Offset in the kept text where something is wrong. */
  wrong?: number | null;
  tall?: boolean;
  autoFocus?: boolean;
  insert?: RefObject<Insert | null>;
};

const NONE: Suggestions = { from: 0, items: [] };

/** An expression being written: labels for keys, names as chips, suggestions at the caret. */
export function SmartText(props: SmartProps) {
  const { spot, book, value, label, placeholder, wrong, tall, autoFocus } = props;
  const lang = useLang();
  const names = useMemo(() => namesFor(spot, book, lang), [spot, book, lang]);
  const [text, setText] = useState(() => toShown(value, spot, book, lang, names).text);
  const kept = useRef(value);
  const box = useRef<HTMLTextAreaElement>(null);
  const mark = useRef<HTMLSpanElement>(null);
  const [caret, setCaret] = useState(0);
  const [found, setFound] = useState<Suggestions>(NONE);
  const [at, setAt] = useState(0);
  const list = useId();
  const focused = useRef(false);

  const told = useMemo(() => toKept(text, spot, book, names), [text, spot, book, names]);
  useEffect(() => {
    // A change from elsewhere (undo, the other face), or labels that became known while nobody types.
    if (value !== kept.current || !focused.current) {
      kept.current = value;
      setText(toShown(value, spot, book, lang, names).text);
    }
  }, [value, spot, book, lang, names]);
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [text]);

  const write = (next: string, caretAt: number, ask = true): void => {
    setText(next);
    setCaret(caretAt);
    setFound(ask ? suggest(next.slice(0, caretAt), spot, book, lang) : NONE);
    setAt(0);
    kept.current = toKept(next, spot, book, names).text;
    props.onChange(kept.current);
  };
  const put = (from: number, to: number, piece: string, shift: number): void => {
    const end = from + piece.length + shift;
    write(text.slice(0, from) + piece + text.slice(to), end, false);
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(end, end);
    });
  };
  const take = (one: Suggestion): void => put(found.from, caret, one.text, one.caret);
  useImperativeHandle(props.insert, (): Insert => (piece, shift = 0) => {
    const [from, to] = focused.current || box.current?.selectionStart !== text.length ? [box.current?.selectionStart ?? text.length, box.current?.selectionEnd ?? text.length] : [text.length, text.length];
    put(from, to, piece, shift);
  });
  const key = (event: KeyboardEvent): void => {
    if (!found.items.length) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + found.items.length) % found.items.length);
    else if (event.key === "Enter" || event.key === "Tab") take(found.items[at]!);
    else if (event.key === "Escape") setFound(NONE);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={tall ? "de-smart de-tall" : "de-smart"}>
      <Mirror text={text} chips={told.chips} wrong={wrong == null ? null : shownOffset(told.chips, wrong)} caret={caret} mark={mark} />
      <textarea
        ref={box}
        rows={tall ? 6 : 1}
        spellCheck={false}
        autoComplete="off"
        autoFocus={autoFocus}
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={found.items.length > 0}
        aria-controls={list}
        aria-activedescendant={found.items.length ? `${list}-${at}` : undefined}
        value={text}
        placeholder={placeholder}
        onFocus={() => (focused.current = true)}
        onBlur={() => {
          focused.current = false;
          setFound(NONE);
          props.onBlur?.();
        }}
        onKeyDown={key}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onChange={(event) => write(event.target.value, event.target.selectionStart)}
      />
      {found.items.length ? <Offers id={list} items={found.items} at={at} top={(mark.current?.offsetTop ?? 0) + 24} onTake={take} /> : null}
    </div>
  );
}

type MirrorProps = { text: string; chips: Chip[]; wrong: number | null; caret: number; mark: RefObject<HTMLSpanElement | null> };

/** The same text behind the one that is typed, drawing the names as chips and what is wrong. */
function Mirror({ text, chips, wrong, caret, mark }: MirrorProps) {
  const parts: ReactNode[] = [];
  let from = 0;
  const plain = (to: number): void => {
    if (from <= caret && caret <= to) parts.push(text.slice(from, caret), <span key="caret" ref={mark} />, text.slice(caret, to));
    else parts.push(text.slice(from, to));
    from = to;
  };
  for (const chip of chips) {
    plain(chip.at);
    const bad = !chip.known || (wrong !== null && wrong >= chip.at && wrong < chip.to);
    parts.push(
      <span key={chip.at} className={bad ? "de-chip de-bad" : "de-chip"}>
        {text.slice(chip.at, chip.to)}
      </span>,
    );
    from = chip.to;
  }
  const inChip = wrong !== null && chips.some((chip) => wrong >= chip.at && wrong < chip.to);
  if (wrong !== null && !inChip && wrong >= from && wrong < text.length) {
    plain(wrong);
    const end = /^[\p{L}\p{N}_]+|^./u.exec(text.slice(wrong))?.[0].length ?? 1;
    parts.push(
      <span key="wrong" className="de-bad">
        {text.slice(wrong, wrong + end)}
      </span>,
    );
    from = wrong + end;
  }
  plain(text.length);
  return (
    <div className="de-mirror" aria-hidden="true">
      {parts}
      {"\u200b"}
    </div>
  );
}

function Offers({ id, items, at, top, onTake }: { id: string; items: Suggestion[]; at: number; top: number; onTake: (one: Suggestion) => void }) {
  const t = useT("forms");
  return (
    <div className="de-offers" role="listbox" id={id} style={{ top }}>
      {items.map((one, index) => (
        <div
          key={`${one.kind} ${one.key}`}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          className={index === at ? "de-offer on" : "de-offer"}
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(one);
          }}
        >
          <span className={`de-kind de-kind-${one.kind}`}>{one.kind === "function" ? "ƒ" : one.kind === "value" ? "“" : "·"}</span>
          <span className="cut">{one.label}</span>
          <span className="de-key">{one.kind === "function" ? t("de_function") : one.key === one.label ? "" : one.key}</span>
        </div>
      ))}
    </div>
  );
}
