import { CloseCircleFilled, RightOutlined } from "@ant-design/icons";
import { useState } from "react";
import { useT } from "../../kit/index.ts";
import type { ComboProps } from "./Combo.tsx";
import { OfferList } from "./OfferList.tsx";
import { Sheet } from "./Sheet.tsx";
import { aria, inputClass, type Option } from "./tools.ts";
import { useOffer } from "./useOffer.ts";

/** The phone's way of choosing: a large button, and a sheet with a search box. */
export function ComboSheet(props: ComboProps) {
  const t = useT("forms");
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const { offer, ask, askSoon, forget } = useOffer((search, signal) => props.load(search, signal));

  const start = (): void => {
    setText("");
    setOpen(true);
    void ask("");
  };
  const shut = (): void => {
    setOpen(false);
    forget();
  };
  const pick = (option: Option): void => {
    props.onPick(option);
    shut();
    props.onDone?.();
  };
  const entered = async (): Promise<void> => {
    const wanted = text.trim();
    const found = await ask(wanted);
    if (found.length === 1 && found[0]) pick(found[0]);
    else if (props.onText && wanted && (await props.onText(wanted))) shut();
  };

  const add = props.add ? { words: props.add.words, onAdd: () => (shut(), props.add?.onAdd(text.trim())) } : null;
  return (
    <span className="ff-combo">
      <button {...aria(props)} type="button" className={inputClass(props, "ff-combo-button")} onClick={start}>
        {props.lead}
        <span className={`cut${props.mono ? " mono" : ""}${props.shown ? "" : " ff-hint-text"}`}>{props.shown || t("choose")}</span>
      </button>
      <span className="ff-combo-side">
        {props.shown && !props.flags.required ? (
          <button type="button" className="ff-icon" aria-label={t("clear")} onClick={props.onClear}>
            <CloseCircleFilled />
          </button>
        ) : null}
        {props.extra ?? <RightOutlined className="ff-caret" aria-hidden="true" />}
      </span>
      <Sheet open={open} onClose={shut} size="85%" title={props.title}>
        <form
          className="ff-sheet-search"
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            void entered();
          }}
        >
          <input
            className="ff-input"
            type="search"
            enterKeyHint="search"
            autoComplete="off"
            placeholder={t("search_choose")}
            aria-label={t("search_choose")}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              askSoon(event.target.value.trim());
            }}
          />
        </form>
        <OfferList offer={offer} typed={text.trim()} at={-1} onAt={() => undefined} onPick={pick} render={props.render} add={add} />
      </Sheet>
    </span>
  );
}
