import { memo } from "react";
import { labelText, useLang } from "../../../kit/index.ts";
import { labelOf, splitPath, typeOf } from "../model/doc.ts";
import { CardTools } from "./CardTools.tsx";
import { Face } from "./Face.tsx";
import { CardLabel, type CardProps } from "./FieldCard.tsx";
import { Resize } from "./Resize.tsx";
import { useGrip } from "./useGrip.ts";

const NARROW = new Set(["number", "bool", "date", "time", "rating", "expression"]);

/** What share of the table a column takes: its own width, else what suits its type. */
function shareOf(field: CardProps["field"]): number {
  return Number(field.width ?? (NARROW.has(typeOf(field)) ? 3 : 4));
}

/** One column of a detail list on the canvas. */
export const Column = memo(function Column(props: CardProps) {
  const { path, field, kind, selected, hand } = props;
  const lang = useLang();
  const grip = useGrip(path);
  return (
    <div
      ref={grip.setNodeRef}
      className={["dz-col", selected ? "on" : "", props.wrong ? "wrong" : "", grip.isDragging ? "away" : ""].filter(Boolean).join(" ")}
      style={{ flexGrow: shareOf(field) }}
      data-path={path}
      role="group"
      aria-roledescription={kind ? labelText(kind.label, lang) : field.type}
      aria-label={labelOf(splitPath(path).key, field, lang)}
      aria-current={selected}
      aria-describedby="dz-keys"
      title={props.wrong || undefined}
      tabIndex={props.stop ? 0 : -1}
      onClick={(event) => {
        event.stopPropagation();
        hand.click(path, event);
      }}
      onDoubleClick={(event) => {
        event.stopPropagation();
        hand.edit(path);
      }}
      onPointerDown={(event) => {
        event.stopPropagation();
        (grip.listeners?.onPointerDown as React.PointerEventHandler | undefined)?.(event);
      }}
    >
      <CardLabel {...props} />
      <Face field={field} kind={kind} />
      {selected && props.alone ? <CardTools path={path} grip={grip} hand={hand} /> : null}
      {selected && props.alone ? <Resize path={path} width={shareOf(field)} onWidth={hand.resize} /> : null}
    </div>
  );
});
