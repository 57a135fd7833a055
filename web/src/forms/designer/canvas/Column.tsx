import { memo } from "react";
import { typeOf } from "../model/doc.ts";
import { columnWidth } from "../../model/columns.ts";
import { CardTools } from "./CardTools.tsx";
import { Face } from "./Face.tsx";
import { CardLabel, type CardProps } from "./FieldCard.tsx";
import { nearestWidth, Resize } from "./Resize.tsx";
import { useCard } from "./useCard.ts";

/** One column of a detail list on the canvas. */
export const Column = memo(function Column(props: CardProps) {
  const { path, field, kind, selected, hand } = props;
  const { grip, card } = useCard(props, "dz-col");
  const [, share] = columnWidth(typeOf(field), field.width);
  return (
    <div
      {...card}
      style={{ flexGrow: share }}
      title={props.wrong || undefined}
      onDoubleClick={(event) => {
        event.stopPropagation();
        hand.edit(path);
      }}
      onPointerDown={(event) => {
        event.stopPropagation();
        card.onPointerDown?.(event);
      }}
    >
      <CardLabel {...props} />
      <Face field={field} kind={kind} />
      {selected && props.alone ? <CardTools path={path} grip={grip} hand={hand} /> : null}
      {selected && props.alone ? <Resize path={path} width={nearestWidth(share * 3)} onWidth={hand.resize} /> : null}
    </div>
  );
});
