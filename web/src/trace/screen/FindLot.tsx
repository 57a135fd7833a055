import { SearchOutlined } from "@ant-design/icons";
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from "react";
import { LotTag, useT } from "../../kit/index.ts";
import { titleOf, useLotSearch } from "../data.ts";

/** The box for a code: proposes lots while typed; Enter (a scanner's last key) traces what stands in it. */
export function FindLot({ code, onTrace }: { code: string; onTrace: (code: string) => void }) {
  const t = useT("trace");
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(code);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const wanted = useDeferredValue(text.trim());
  const found = useLotSearch(wanted, 8, open && wanted !== "");
  const items = open && text.trim() ? (found.data?.items ?? []) : [];
  useEffect(() => setText(code), [code]);

  const choose = (chosen: string): void => {
    if (!chosen) return;
    setText(chosen);
    setOpen(false);
    setAt(-1);
    box.current?.select();
    onTrace(chosen);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && items.length) {
      event.preventDefault();
      setAt((at + step + items.length) % items.length);
    } else if (event.key === "Enter") choose(items[at]?.code ?? text.trim());
    else if (event.key === "Escape") setOpen(false);
  };
  return (
    <div className="find">
      <SearchOutlined className="find-icon" />
      <input
        ref={box}
        value={text}
        className="mono"
        role="combobox"
        aria-expanded={items.length > 0}
        aria-controls="find-list"
        aria-activedescendant={at >= 0 ? `find-${at}` : undefined}
        aria-label={t("find_hint")}
        placeholder={t("find_hint")}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        autoFocus={code === ""}
        onChange={(event) => {
          setText(event.target.value);
          setAt(-1);
          setOpen(true);
        }}
        onFocus={(event) => event.target.select()}
        onBlur={() => setOpen(false)}
        onKeyDown={pressed}
      />
      {items.length ? (
        <div className="find-list" id="find-list" role="listbox">
          {items.map((lot, index) => (
            <div
              key={lot.code}
              id={`find-${index}`}
              role="option"
              aria-selected={index === at}
              className={index === at ? "find-item at" : "find-item"}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(lot.code)}
            >
              <span className="mono cut">{lot.code}</span>
              <span className="faint cut">{titleOf(lot)}</span>
              <LotTag status={lot.status} expiresOn={lot.expires_on} />
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}
