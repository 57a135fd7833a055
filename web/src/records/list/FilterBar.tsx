import { FilterOutlined, LoadingOutlined, SearchOutlined, SettingOutlined } from "@ant-design/icons";
import { Button, Input, Popover } from "antd";
import { useEffect, useState } from "react";
import type { FormInfo } from "../../api/index.ts";
import { useIsPhone, useLang, useT } from "../../kit/index.ts";
import { ColumnChooser } from "./ColumnChooser.tsx";
import { ConditionChip } from "./ConditionChip.tsx";
import { ConditionEditor } from "./ConditionEditor.tsx";
import { readable } from "./reading.ts";
import type { ListState } from "./useList.ts";

const PAUSE_MS = 300;

type FilterBarProps = { form: FormInfo; list: ListState; busy: boolean; /** How many records are there, as far as they are known. */ count?: { n: number; more: boolean } };

/** Search, conditions as chips, how many were found, columns. */
export function FilterBar({ form, list, busy, count }: FilterBarProps) {
  const t = useT("records");
  const phone = useIsPhone();
  const [text, setText] = useState(list.search);
  const [editing, setEditing] = useState(-1);
  const [adding, setAdding] = useState(false);
  const { setSearch } = list.place;

  useEffect(() => setText(list.search), [list.search]);
  useEffect(() => {
    if (text === list.search) return;
    const timer = setTimeout(() => setSearch({ q: text }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, list.search, setSearch]);

  const replace = (index: number, next: (typeof list.conditions)[number] | null): void => {
    const kept = [...list.conditions];
    if (next) kept[index] = next;
    else kept.splice(index, 1);
    setEditing(-1);
    setAdding(false);
    list.setConditions(kept);
  };
  return (
    <div className="filters">
      <Input
        className="filter-search"
        allowClear
        prefix={busy ? <LoadingOutlined /> : <SearchOutlined />}
        placeholder={t("search_titles")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {list.conditions.map((condition, index) => (
        <Popover
          key={`${condition.field} ${condition.op} ${condition.values.join()}`}
          trigger="click"
          placement="bottomLeft"
          destroyOnHidden
          open={editing === index}
          onOpenChange={(open) => setEditing(open ? index : -1)}
          content={<ConditionEditor form={form} given={condition} onDone={(next) => replace(index, next)} />}
        >
          <ConditionChip form={form.definition} condition={condition} onRemove={() => replace(index, null)} />
        </Popover>
      ))}
      {list.rest ? <RestChip form={form} text={list.rest} onRemove={() => setSearch({ w: "" })} /> : null}
      <Popover
        trigger="click"
        placement="bottomLeft"
        destroyOnHidden
        open={adding}
        onOpenChange={setAdding}
        content={<ConditionEditor form={form} onDone={(next) => replace(list.conditions.length, next)} />}
      >
        <Button icon={<FilterOutlined />}>{t("add_filter")}</Button>
      </Popover>
      {count && !phone ? (
        <span className="filter-count" role="status">
          {t(count.more ? "count_records_more" : "count_records", { count: count.n })}
        </span>
      ) : null}
      {phone ? null : (
        <Popover trigger="click" placement="bottomRight" destroyOnHidden content={<ColumnChooser form={form} list={list} />}>
          <Button className="filter-columns" type="text" icon={<SettingOutlined />}>
            {t("columns")}
          </Button>
        </Popover>
      )}
    </div>
  );
}

function RestChip({ form, text, onRemove }: { form: FormInfo; text: string; onRemove: () => void }) {
  const t = useT("records");
  const lang = useLang();
  return (
    <span className="chip">
      <span className="cut chip-text" title={text}>
        {readable(form.definition, text, lang)}
      </span>
      <button type="button" className="chip-x" aria-label={t("remove_filter")} onClick={onRemove}>
        ×
      </button>
    </span>
  );
}
