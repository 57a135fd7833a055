import { Checkbox } from "antd";
import { Tag, useLabel, useT } from "../../../kit/index.ts";
import { type Item, nameOf } from "./data.ts";

type ItemsProps = { items: Item[]; left: string[]; onLeave: (item: Item, out: boolean) => void };

/** Every document that is new or changes, with each change as a sentence. */
export function Items({ items, left, onLeave }: ItemsProps) {
  const t = useT("forms");
  const moving = items.filter((item) => item.fate !== "same");
  const kinds = [...new Set(moving.map((item) => item.kind))];
  const same = items.length - moving.length;
  return (
    <div className="packs-items">
      <p className="faint">{t("packs_leave_hint")}</p>
      {kinds.map((kind) => (
        <section key={kind}>
          <h3>{t(`packs_kind.${kind}`)}</h3>
          <ul>
            {moving.filter((item) => item.kind === kind).map((item) => (
              <One key={nameOf(item)} item={item} out={left.includes(nameOf(item))} onLeave={onLeave} />
            ))}
          </ul>
        </section>
      ))}
      {same ? <p className="faint">{t("packs_same", { count: same })}</p> : null}
    </div>
  );
}

const FEW = 6;

function One({ item, out, onLeave }: { item: Item; out: boolean; onLeave: ItemsProps["onLeave"] }) {
  const t = useT("forms");
  const label = useLabel();
  const words = item.words.map((one) => label(one));
  return (
    <li className={out ? "packs-item packs-out" : "packs-item"}>
      <Checkbox checked={!out} onChange={(event) => onLeave(item, !event.target.checked)}>
        {label(item.label)} <span className="mono faint">{item.key}</span>
      </Checkbox>
      <Tag>{t(`packs_fate.${item.fate}`)}</Tag>
      {words.length ? (
        <details className="packs-words" open={words.length <= FEW}>
          <summary>{t("packs_changes", { count: words.length })}</summary>
          <ul>
            {words.map((one, n) => (
              <li key={n}>{one}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  );
}
