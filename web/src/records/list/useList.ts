import { useMemo } from "react";
import type { FaceKind, FormInfo, ViewLook } from "../../api/index.ts";
import { type Place, usePlace } from "../../kit/index.ts";
import { type Face, faceFields, faceOf, KINDS } from "../faces/face.ts";
import { askedFields, type Column, columnsOf, packedWidths, unpackedWidths, usualKeys } from "./columns.ts";
import type { ListQuery } from "./data.ts";

/** The tab of all records. */
export const ALL = "all";

/** The state of a list, all of it in the address: it can be sent to a colleague. */
export type ListState = {
  place: Place;
  view: string;
  search: string;
  sort: string;
  where: string;
  columns: Column[];
  face: Face;
  query: ListQuery;
  setWhere: (where: string) => void;
  setColumns: (chosen: string[]) => void;
  setWidth: (key: string, width: number) => void;
  setFace: (face: Face) => void;
  show: (id: string, body: Partial<ViewLook>) => void;
  /** What is shown now, as a view keeps it. */
  look: () => ViewLook;
};

/** A face as parameters of the address. */
function faceSearch(face: Face): Record<string, string> {
  return { face: face.kind === "table" ? "" : face.kind, by: face.by, date: face.date, until: face.until, picture: face.picture };
}

function kindIn(text: string | undefined | null): FaceKind {
  return KINDS.find((kind) => kind === text) ?? "table";
}

/** Reads a list's state from the address. */
export function useList(form: FormInfo): ListState {
  const place = usePlace();
  const { view = ALL, q = "", sort = "", w: where = "", cols, widths, face: kind, by, date, until, picture } = place.search;
  return useMemo(() => {
    const face = faceOf(form, kindIn(kind), { by, date, until, picture });
    const wide = unpackedWidths(widths);
    const columns = columnsOf(form, cols ? cols.split(",") : usualKeys(form), wide);
    return {
      place,
      view,
      search: q,
      sort,
      where,
      columns,
      face,
      query: { where, sort, search: q, fields: askedFields(columns, faceFields(face)) },
      setWhere: (next) => place.setSearch({ w: next }),
      setColumns: (keys) => place.setSearch({ cols: keys.join(",") }),
      setWidth: (key, width) => place.setSearch({ cols: columns.map((column) => column.key).join(","), widths: packedWidths({ ...wide, [key]: width }) }),
      setFace: (next) => place.setSearch(faceSearch(next)),
      show: (id, body) => {
        place.setSearch({
          view: id,
          q: "",
          w: body.where ?? "",
          sort: body.sort ?? "",
          cols: body.fields?.join(",") ?? "",
          widths: packedWidths(body.widths ?? {}),
          ...faceSearch(faceOf(form, kindIn(body.face), body)),
        });
      },
      look: () => {
        const fields = columns.map((column) => column.key);
        const kept = Object.fromEntries(Object.entries(wide).filter(([key]) => fields.includes(key)));
        const parts = { by: face.by || null, date: face.date || null, until: face.until || null, picture: face.picture || null };
        return { where: where || null, sort: sort || null, fields, widths: kept, face: face.kind, ...parts };
      },
    };
  }, [form, place, view, q, sort, where, cols, widths, kind, by, date, until, picture]);
}
