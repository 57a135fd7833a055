import { memo } from "react";
import { labelText, useLang } from "../../../kit/index.ts";
import { labelOf, splitPath, typeOf } from "../model/doc.ts";
import { columnWidth } from "../../model/columns.ts";
import { CardTools } from "./CardTools.tsx";
import { Face } from "./Face.tsx";
import { CardLabel, type CardProps } from "./FieldCard.tsx";
import { nearestWidth, Resize } from "./Resize.tsx";
import { useGrip } from "./useGrip.ts";

/** One column of a detail list on the canvas. */
export const Column = memo(function Column(props: CardProps) {
  const { path, field, kind, selected, hand } = props;
  const lang = useLang();
  const grip = useGrip(path);
  const [, share] = columnWidth(typeOf(field), field.width);
  return (
    <div
      ref={grip.setNodeRef}
      className={["dz-col", selected ? "on" : "", props.wrong ? "wrong" : "", grip.isDragging ? "away" : ""].filter(Boolean).join(" ")}
      style={{ flexGrow: share }}
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
      {selected && props.alone ? <Resize path={path} width={nearestWidth(share * 3)} onWidth={hand.resize} /> : null}
    </div>
  );
});
