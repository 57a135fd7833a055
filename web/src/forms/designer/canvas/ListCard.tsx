import { memo } from "react";
import { labelText, useLang, useT } from "../../../kit/index.ts";
import type { Path } from "../model/doc.ts";
import { type FieldTypes, kindOf } from "../../model/fieldTypes.ts";
import { CardTools } from "./CardTools.tsx";
import { CardLabel, type CardProps } from "./FieldCard.tsx";
import { Column } from "./Column.tsx";
import type { Mark } from "./marks.ts";
import { useCard } from "./useCard.ts";

type ListCardProps = CardProps & {
  types: FieldTypes;
  /** Paths of its columns that are selected, joined: a text, so that the card is drawn again only when they change. */
  chosen: string;
  editingColumn: Path | null;
  errors: Record<Path, string[]>;
  marks: ReadonlyMap<Path, Mark>;
};

/** A detail list as the small table it will be; its columns can be selected, moved and dropped into. */
export const ListCard = memo(function ListCard(props: ListCardProps) {
  const { path, field, selected, hand, types, chosen, errors, marks } = props;
  const t = useT("forms");
  const lang = useLang();
  const { grip, card } = useCard(props, "dz-card dz-list");
  const columns = Object.entries(field.fields ?? {}).filter(([, row]) => !row.retired);
  const picked = new Set(chosen ? chosen.split(" ") : []);
  const hint = labelText(field.hint, lang);
  return (
    <div {...card} data-list={path}>
      <CardLabel {...props} />
      <div className="dz-table">
        <span className="dz-col dz-col-no" aria-hidden="true">
          #
        </span>
        {columns.map(([key, row]) => {
          const at = `${path}.${key}`;
          return (
            <Column
              key={key}
              path={at}
              field={row}
              kind={kindOf(types, row)}
              selected={picked.has(at)}
              alone={picked.size === 1}
              stop={picked.has(at)}
              editing={props.editingColumn === at}
              wrong={errors[at]?.join(" ") ?? ""}
              mark={marks.get(at)}
              hand={hand}
            />
          );
        })}
        {columns.length ? null : <span className="dz-col dz-col-none">{t("design_list_empty")}</span>}
      </div>
      {hint ? <span className="dz-hint cut">{hint}</span> : null}
      {props.wrong ? <span className="dz-wrong">{props.wrong}</span> : null}
      {selected && props.alone ? <CardTools path={path} grip={grip} hand={hand} /> : null}
    </div>
  );
});
