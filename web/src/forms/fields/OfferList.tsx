import { type ReactNode, useEffect, useRef } from "react";
import { useT } from "../../kit/index.ts";
import type { Option } from "./tools.ts";
import type { Offer } from "./useOffer.ts";

export const MOST_OFFERED = 30;

type OfferListProps = {
  offer: Offer;
  typed: string;
  at: number;
  onAt: (index: number) => void;
  onPick: (option: Option) => void;
  render?: (option: Option) => ReactNode;
};

/** What may be chosen, or why there is nothing. */
export function OfferList({ offer, typed, at, onAt, onPick, render }: OfferListProps) {
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
            {render ? render(item) : <PlainOption option={item} />}
          </div>
        ))}
      </div>
      {offer.items.length >= MOST_OFFERED ? <div className="ff-offer-more">{t("more_offered", { count: MOST_OFFERED })}</div> : null}
    </>
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
