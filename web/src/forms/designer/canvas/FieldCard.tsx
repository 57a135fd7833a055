import { memo } from "react";
import { useT } from "../../../kit/index.ts";
import type { FieldDoc, Path } from "../model/doc.ts";
import { labelOf, splitPath, widthOf } from "../model/doc.ts";
import type { FieldKind } from "../../model/fieldTypes.ts";
import { useLang, labelText, Tag } from "../../../kit/index.ts";
import { CardTools } from "./CardTools.tsx";
import { Face } from "./Face.tsx";
import { LabelEdit } from "./LabelEdit.tsx";
import type { Mark } from "./marks.ts";
import { Resize } from "./Resize.tsx";
import { useCard } from "./useCard.ts";
import type { Hand } from "./useHand.ts";

export type CardProps = {
  path: Path;
  field: FieldDoc;
  kind: FieldKind | undefined;
  selected: boolean;
  /** Of several selected ones: no tools of its own. */
  alone: boolean;
  editing: boolean;
  wrong: string;
  mark: Mark | undefined;
  /** Whether Tab leads to it. */
  stop: boolean;
  hand: Hand;
};

/** A field as it will look, selectable, with its tools. */
export const FieldCard = memo(function FieldCard(props: CardProps) {
  const { path, field, kind, selected, hand } = props;
  const lang = useLang();
  const { grip, card } = useCard(props, "dz-card");
  const bare = kind?.type === "divider" || kind?.type === "note";
  const hint = labelText(field.hint, lang);
  return (
    <div {...card} style={{ gridColumn: `span ${widthOf(field)}` }}>
      {bare ? null : <CardLabel {...props} />}
      <Face field={field} kind={kind} />
      {hint ? <span className="dz-hint">{hint}</span> : null}
      {props.wrong ? <span className="dz-wrong">{props.wrong}</span> : null}
      {selected && props.alone ? <CardTools path={path} grip={grip} hand={hand} /> : null}
      {selected ? <Resize path={path} width={widthOf(field)} onWidth={hand.resize} /> : null}
    </div>
  );
});

/** The label with its star and what the field is to the trace; double click edits it. */
export function CardLabel({ path, field, editing, mark, hand }: CardProps) {
  const t = useT("forms");
  const lang = useLang();
  const text = labelOf(splitPath(path).key, field, lang);
  if (editing) return <LabelEdit text={text} label={t("design_label")} onDone={(typed) => hand.commit(path, typed)} onLeave={() => hand.edit(null)} />;
  return (
    <span className="dz-label">
      {field.required ? (
        <span className="ff-star-mark" aria-hidden="true">
          *
        </span>
      ) : null}
      <span className="cut" title={text}>
        {text}
      </span>
      {mark ? <Tag tone="teal">{t(`design_mark.${mark}`)}</Tag> : null}
      {field.visible_when ? <span className="dz-when" title={t("design_when")} /> : null}
    </span>
  );
}
