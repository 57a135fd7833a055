import { useMemo } from "react";
import type { FormInfo } from "../../api/index.ts";
import { type Place, usePlace } from "../../kit/index.ts";
import { askedFields, type Column, columnsOf, usualKeys } from "./columns.ts";
import { type Condition, packed, unpacked, whereOf } from "./condition.ts";
import type { ListQuery } from "./data.ts";
import { conditionsOf } from "./reading.ts";

/** Where, sort and columns as a view keeps them. */
export type ViewBody = { where?: string | null; sort?: string | null; fields?: string[] };

/** The state of a list, all of it in the address: it can be sent to a colleague. */
export type ListState = {
  place: Place;
  view: string;
  search: string;
  sort: string;
  conditions: Condition[];
  /** A condition the filter bar cannot show, as text. */
  rest: string;
  where: string;
  columns: Column[];
  query: ListQuery;
  setConditions: (conditions: Condition[]) => void;
  setColumns: (chosen: string[]) => void;
  show: (id: string, body: ViewBody) => void;
};

/** Reads a list's state from the address. */
export function useList(form: FormInfo): ListState {
  const place = usePlace();
  const { view = "", q = "", sort = "", c, w = "", cols } = place.search;
  return useMemo(() => {
    const conditions = unpacked(c);
    const chosen = cols ? cols.split(",") : usualKeys(form);
    const columns = columnsOf(form, chosen);
    const where = whereOf(form.definition, conditions, w);
    return {
      place,
      view,
      search: q,
      sort,
      conditions,
      rest: w,
      where,
      columns,
      query: { where, sort, search: q, fields: askedFields(columns) },
      setConditions: (next) => place.setSearch({ c: packed(next) }),
      setColumns: (keys) => place.setSearch({ cols: keys.join(",") }),
      show: (id, body) => {
        const found = conditionsOf(form.definition, body.where);
        place.setSearch({
          view: id,
          q: "",
          c: packed(found.conditions),
          w: found.rest,
          sort: body.sort ?? "",
          cols: body.fields?.join(",") ?? "",
        });
      },
    };
  }, [form, place, view, q, sort, c, w, cols]);
}
