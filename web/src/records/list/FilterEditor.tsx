import { Button } from "antd";
import { useMemo, useState } from "react";
import type { FormInfo } from "../../api/index.ts";
import { type Clause, conditionText, type Group, isGroup, isWhole, partsOf, wholeText } from "../../forms/condition/condition.ts";
import { ConditionBuilder } from "../../forms/condition/ConditionBuilder.tsx";
import { sayExpression } from "../../forms/condition/said.ts";
import { useBook } from "../../forms/condition/useBook.ts";
import { useLang, useT } from "../../kit/index.ts";
import { spotOf } from "./spot.ts";

type EditorProps = { form: FormInfo; where: string; /** A new condition is begun. */ begin: boolean; onApply: (where: string) => void };

const NEW: Clause = { path: "", op: "=", values: [] };

function started(group: Group, begin: boolean): Group {
  if (!begin && group.items.length) return group;
  return group.join === "AND" ? { ...group, items: [...group.items, NEW] } : { join: "AND", items: [group, NEW] };
}

function unfinished(group: Group): boolean {
  return group.items.some((item) => (isGroup(item) ? unfinished(item) : item.path !== "" && !isWhole(item)));
}

/** The list's conditions in rows and groups. */
export function FilterEditor({ form, where, begin, onApply }: EditorProps) {
  const t = useT("records");
  const forms = useT("forms");
  const lang = useLang();
  const spot = spotOf(form);
  const { group: given, rest } = useMemo(() => partsOf(where), [where]);
  const [group, setGroup] = useState<Group>(() => started(given, begin));
  const [opened, setOpened] = useState<string[]>([]);
  const book = useBook(spot, conditionText(group), opened);
  const ready = !unfinished(group);
  return (
    <form
      className="filter-editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onApply(wholeText({ group, rest }));
      }}
    >
      <div className="filter-rows">
        <ConditionBuilder spot={spot} book={book} group={group} onChange={setGroup} onOpen={(path) => setOpened((before) => [...before, path])} />
        {rest ? (
          <div className="de-note">
            {t("filter_also")} {sayExpression(rest, { spot, book, lang, t: forms })}
          </div>
        ) : null}
      </div>
      <div className="filter-does">
        {where ? (
          <Button type="text" onClick={() => onApply("")}>
            {t("clear_filters")}
          </Button>
        ) : null}
        <Button type="primary" htmlType="submit" disabled={!ready}>
          {t("apply")}
        </Button>
      </div>
    </form>
  );
}
