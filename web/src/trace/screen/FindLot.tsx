import { SearchOutlined } from "@ant-design/icons";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { ScanButton } from "../../forms/scan/ScanButton.tsx";
import { usePlace, useT } from "../../kit/index.ts";
import { type Hit, useHits, whereTo } from "../search/hits.ts";
import { HitRow } from "../search/HitRow.tsx";
import "../../forms/forms.css";

/** The one box: proposes lots, documents, parties and codes while typed; Enter (a scanner's last key) traces what stands in it. */
export function FindLot({ code, onTrace }: { code: string; onTrace: (code: string) => void }) {
  const t = useT("trace");
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(code);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const place = usePlace();
  const { hits, busy } = useHits(open ? text : "");
  const items = open ? hits : [];
  useEffect(() => setText(code), [code]);

  const close = (): void => {
    setOpen(false);
    setAt(-1);
    box.current?.select();
  };
  const choose = (hit: Hit): void => {
    close();
    if (hit.code) onTrace(hit.code);
    else place.go(whereTo(hit, true));
  };
  const typed = (wanted: string): void => {
    const sure = busy ? undefined : items.find((hit) => hit.rank === 0);
    if (sure) return choose(sure);
    if (!wanted) return;
    close();
    onTrace(wanted);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && items.length) {
      event.preventDefault();
      setAt((at + step + items.length) % items.length);
    } else if (event.key === "Enter") items[at] ? choose(items[at]) : typed(text.trim());
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
          {items.map((hit, index) => (
            <div
              key={`${hit.group} ${hit.code ?? hit.id}`}
              id={`find-${index}`}
              role="option"
              aria-selected={index === at}
              className={index === at ? "find-item at" : "find-item"}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(hit)}
            >
              <HitRow hit={hit} />
            </div>
          ))}
        </div>
      ) : null}
      <ScanButton
        onScan={(code) => {
          setText(code);
          onTrace(code);
        }}
      />
    </div>
  );
}
