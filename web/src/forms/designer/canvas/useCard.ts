import type { HTMLAttributes, PointerEventHandler, Ref } from "react";
import { labelText, useLang } from "../../../kit/index.ts";
import { labelOf, splitPath } from "../model/doc.ts";
import type { CardProps } from "./FieldCard.tsx";
import { type Grip, useGrip } from "./useGrip.ts";

type Card = HTMLAttributes<HTMLDivElement> & { ref: Ref<HTMLDivElement>; "data-path": string };

/** What a field on the canvas is to mouse, keyboard and screen reader, whatever it looks like; `look` are its classes. */
export function useCard({ path, field, kind, selected, wrong, stop, hand }: CardProps, look: string): { grip: Grip; card: Card } {
  const lang = useLang();
  const grip = useGrip(path);
  const card: Card = {
    ref: grip.setNodeRef,
    className: [look, selected ? "on" : "", wrong ? "wrong" : "", grip.isDragging ? "away" : ""].filter(Boolean).join(" "),
    "data-path": path,
    role: "group",
    "aria-roledescription": kind ? labelText(kind.label, lang) : field.type,
    "aria-label": labelOf(splitPath(path).key, field, lang),
    "aria-current": selected,
    "aria-describedby": "dz-keys",
    tabIndex: stop ? 0 : -1,
    onClick: (event) => {
      event.stopPropagation();
      hand.click(path, event);
    },
    onDoubleClick: () => hand.edit(path),
    onPointerDown: grip.listeners?.onPointerDown as PointerEventHandler | undefined,
  };
  return { grip, card };
}
