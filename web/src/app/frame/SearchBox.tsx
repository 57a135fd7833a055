import { SearchOutlined } from "@ant-design/icons";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Me } from "../../api/index.ts";
import { address, Icon, Key, useIsPhone, useLabel, usePlace, useT } from "../../kit/index.ts";
import { HitRow } from "../../trace/search/HitRow.tsx";
import { type Hit, useHits, whereTo } from "../../trace/search/hits.ts";

type Found = { key: string; go: string; hit?: Hit; icon?: string; text: string; hint: string };

/** Lots, documents, parties, codes and forms that match what is typed. */
function useFound(me: Me, text: string): Found[] {
  const label = useLabel();
  const t = useT("app");
  const wanted = text.trim();
  const traces = me.abilities.includes("trace");
  const { hits } = useHits(text);
  if (!wanted) return [];
  const low = wanted.toLowerCase();
  const forms = me.apps
    .flatMap((app) => app.forms)
    .filter((form) => `${form.label.zh} ${form.label.en} ${form.key}`.toLowerCase().includes(low))
    .slice(0, 5);
  return [
    ...hits.map((hit) => ({ key: `${hit.group} ${hit.code ?? hit.id}`, go: whereTo(hit, traces), hit, text: hit.title, hint: "" })),
    ...forms.map((form) => ({ key: form.key, go: `/f/${form.key}`, icon: form.icon || "form", text: label(form.label), hint: t("form") })),
  ];
}

/** One box for codes and screens. Enter on a code traces it; `/` comes here from anywhere. */
export function SearchBox({ me }: { me: Me }) {
  const t = useT("app");
  const phone = useIsPhone();
  const place = usePlace();
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const found = useFound(me, text);

  const leave = (): void => {
    setOpen(false);
    setAt(-1);
    box.current?.blur();
  };
  const choose = (one: Found): void => {
    setText("");
    leave();
    place.go(one.go);
  };
  const enter = (): void => {
    const chosen = found[at] ?? found.find((one) => one.text.toLowerCase() === text.trim().toLowerCase());
    if (chosen) choose(chosen);
    else if (text.trim() && me.abilities.includes("trace")) choose({ key: "", go: address("/trace", { code: text.trim() }), text: "", hint: "" });
    else if (found[0]) choose(found[0]);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      event.preventDefault();
      setAt((at + step + found.length) % found.length);
    } else if (event.key === "Enter") enter();
    else if (event.key === "Escape") leave();
  };
  const shown = open && text.trim() !== "";
  return (
    <div className="search">
      <SearchOutlined className="search-icon" />
      <input
        id="search-box"
        ref={box}
        value={text}
        role="combobox"
        aria-expanded={shown}
        aria-controls="search-found"
        aria-activedescendant={at >= 0 ? `found-${at}` : undefined}
        aria-label={t("search_hint")}
        placeholder={t(phone ? "search_short" : "search_hint")}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          setAt(-1);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={pressed}
      />
      {phone || open ? null : <Key>/</Key>}
      {shown ? (
        <div className="search-found" id="search-found" role="listbox">
          {found.map((one, index) => (
            <div
              key={one.key}
              id={`found-${index}`}
              role="option"
              aria-selected={index === at}
              className={index === at ? "found at" : "found"}
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => setAt(index)}
              onClick={() => choose(one)}
            >
              {one.hit ? (
                <HitRow hit={one.hit} />
              ) : (
                <>
                  <span className="hit-icon">
                    <Icon name={one.icon ?? "form"} />
                  </span>
                  <span className="cut">{one.text}</span>
                  <span className="faint cut">{one.hint}</span>
                </>
              )}
            </div>
          ))}
          {found.length === 0 ? <div className="found-none">{t("found_none", { text: text.trim() })}</div> : null}
        </div>
      ) : null}
    </div>
  );
}
