import { useMemo } from "react";
import type { FormInfo } from "../../api/index.ts";
import { conditionText, isGroup, partsOf, wholeText } from "../../forms/condition/condition.ts";
import { sayExpression, sayGroup, sayItem, type Saying } from "../../forms/condition/said.ts";
import { useBook } from "../../forms/condition/useBook.ts";
import { namedIn, useTitles } from "../../forms/condition/useTitles.ts";
import { useLang, useT } from "../../kit/index.ts";
import { chipsOf, spotOf, without } from "./spot.ts";

type ChipsProps = { form: FormInfo; where: string; onOpen: () => void; onWhere: (where: string) => void };
const NONE: string[] = [];

/** What the list is narrowed by, in words: a click changes it, the cross takes it away. */
export function FilterChips({ form, where, onOpen, onWhere }: ChipsProps) {
  const t = useT("forms");
  const lang = useLang();
  const spot = spotOf(form);
  const book = useBook(spot, where, NONE, false);
  const { group, rest } = useMemo(() => partsOf(where), [where]);
  const saying: Saying = { spot, book, lang, t, title: useTitles(namedIn(group, spot, book)) };
  const chips = chipsOf(group);
  return (
    <>
      {chips.map((item, at) => (
        <Chip
          key={conditionText({ join: "AND", items: [item] })}
          text={isGroup(item) ? sayGroup(item, saying) : sayItem(item, saying)}
          onOpen={onOpen}
          onRemove={() => onWhere(wholeText({ group: without(group, at), rest }))}
        />
      ))}
      {rest ? <Chip text={sayExpression(rest, saying)} onRemove={() => onWhere(conditionText(group))} /> : null}
    </>
  );
}

function Chip({ text, onOpen, onRemove }: { text: string; onOpen?: () => void; onRemove: () => void }) {
  const t = useT("records");
  return (
    <span className="chip" title={text}>
      {onOpen ? (
        <button type="button" className="chip-text" onClick={onOpen}>
          {text}
        </button>
      ) : (
        <span className="chip-text">{text}</span>
      )}
      <button type="button" className="chip-x" aria-label={t("remove_filter")} onClick={onRemove}>
        ×
      </button>
    </span>
  );
}
