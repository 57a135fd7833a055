import { LoadingOutlined, SearchOutlined, SettingOutlined } from "@ant-design/icons";
import { Button, Input, Popover } from "antd";
import { useEffect, useState } from "react";
import type { FormInfo } from "../../api/index.ts";
import { useIsPhone, useT } from "../../kit/index.ts";
import { ColumnChooser } from "./ColumnChooser.tsx";
import { FilterButton, type Opened } from "./FilterButton.tsx";
import { FilterChips } from "./FilterChips.tsx";
import type { ListState } from "./useList.ts";

const PAUSE_MS = 300;

type FilterBarProps = { form: FormInfo; list: ListState; busy: boolean; /** How many records are there, as far as they are known. */ count?: { n: number; more: boolean } };

/** Search, conditions as chips, how many were found, columns. */
export function FilterBar({ form, list, busy, count }: FilterBarProps) {
  const t = useT("records");
  const phone = useIsPhone();
  const [text, setText] = useState(list.search);
  const [open, setOpen] = useState<Opened>("");
  const { setSearch } = list.place;

  useEffect(() => setText(list.search), [list.search]);
  useEffect(() => {
    if (text === list.search) return;
    const timer = setTimeout(() => setSearch({ q: text }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, list.search, setSearch]);

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
      {list.where ? <FilterChips form={form} where={list.where} onOpen={() => setOpen("all")} onWhere={list.setWhere} /> : null}
      <FilterButton form={form} where={list.where} open={open} onOpen={setOpen} onWhere={list.setWhere} />
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
