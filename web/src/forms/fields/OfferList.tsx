import { PlusOutlined } from "@ant-design/icons";
import { type CSSProperties, type ReactNode, useEffect, useRef } from "react";
import { useLabel, useT } from "../../kit/index.ts";
import type { Option, OptionColumn } from "./tools.ts";
import type { Offer } from "./useOffer.ts";

export const MOST_OFFERED = 30;

type OfferListProps = {
  offer: Offer;
  typed: string;
  at: number;
  onAt: (index: number) => void;
  onPick: (option: Option) => void;
  render?: (option: Option) => ReactNode;
  /** What stands beside the titles: a small table. */
  columns?: OptionColumn[];
  /** Adds what is missing among them. */
  add?: { words: string; onAdd: () => void } | null;
};

/** What may be chosen, or why there is nothing. */
export function OfferList({ add, ...props }: OfferListProps) {
  return (
    <>
      <Offered {...props} />
      {add ? (
        <button type="button" className="ff-offer-add" onClick={add.onAdd}>
          <PlusOutlined aria-hidden="true" /> {add.words}
        </button>
      ) : null}
    </>
  );
}

function Offered({ offer, typed, at, onAt, onPick, render, columns = [] }: OfferListProps) {
  const t = useT("forms");
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const here = list.current?.children[at] as HTMLElement | undefined;
    here?.scrollIntoView?.({ block: "nearest" });
  }, [at]);
  if (offer.state === "failed") return <div className="ff-offer-none">{t("offer_failed")}</div>;
  if (!offer.items.length) {
    const words = offer.state !== "ready" ? t("searching") : typed ? t("found_none", { text: typed }) : t("none_offered");
    return <div className="ff-offer-none">{words}</div>;
  }
  return (
    <>
      {columns.length ? <Heads columns={columns} /> : null}
      <div ref={list} className="ff-offer" role="listbox">
        {offer.items.map((item, index) => (
          <div
            key={item.id}
            role="option"
            aria-selected={index === at}
            className={index === at ? "ff-offered at" : "ff-offered"}
            onMouseMove={() => (index === at ? undefined : onAt(index))}
            onClick={() => onPick(item)}
          >
            {render ? render(item) : columns.length ? <WideOption option={item} columns={columns} /> : <PlainOption option={item} />}
          </div>
        ))}
      </div>
      {offer.items.length >= MOST_OFFERED ? <div className="ff-offer-more">{t("more_offered", { count: MOST_OFFERED })}</div> : null}
    </>
  );
}

function template(columns: OptionColumn[]): CSSProperties {
  return { gridTemplateColumns: `minmax(120px, 1.4fr) repeat(${columns.length}, minmax(0, 1fr))` };
}

function Heads({ columns }: { columns: OptionColumn[] }) {
  const label = useLabel();
  return (
    <div className="ff-offer-heads" style={template(columns)} aria-hidden="true">
      <span />
      {columns.map((one) => (
        <span key={one.key} className={one.number ? "num cut" : "cut"}>
          {label(one.label)}
        </span>
      ))}
    </div>
  );
}

function WideOption({ option, columns }: { option: Option; columns: OptionColumn[] }) {
  return (
    <span className="ff-offered-wide" style={template(columns)}>
      <span className="cut">{option.title ?? option.id}</span>
      {columns.map((one, index) => (
        <span key={one.key} className={one.number ? "num cut" : "cut"} title={option.shown?.[index]}>
          {option.shown?.[index]}
        </span>
      ))}
    </span>
  );
}

function PlainOption({ option }: { option: Option }) {
  return (
    <>
      <span className="cut">{option.title ?? option.id}</span>
      {option.hint ? <span className="ff-offered-hint cut">{option.hint}</span> : null}
    </>
  );
}
