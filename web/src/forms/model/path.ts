import type { FieldError } from "../../api/index.ts";

/** Where a value stands: a field, or a row's field. */
export type Place = { field: string; row?: number; cell?: string };

/** `inputs[2].fed.uom` is row 2's `fed`; `price.currency` is `price`. */
export function placeOf(path: string): Place {
  const found = /^([^.[\]]+)(?:\[(\d+)\](?:\.([^.[\]]+))?)?/.exec(path);
  if (!found) return { field: "" };
  const [, field = "", row, cell] = found;
  return row === undefined ? { field } : { field, row: Number(row), cell };
}

/** `inputs[2].fed`, `fed`. */
export function pathOf(place: Place): string {
  if (place.row === undefined) return place.field;
  return `${place.field}[${place.row}]${place.cell ? `.${place.cell}` : ""}`;
}

/** The id of the input at a path. `scope` tells forms apart that are open at once. */
export function inputId(path: string, scope = ""): string {
  return `ff-${scope}${path.replace(/[[\].]+/g, "-")}`;
}

/** Messages by the path of the field they stand at; several at one place a line each. */
export function byPlace(errors: FieldError[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const error of errors) {
    const path = pathOf(placeOf(error.path));
    found[path] = found[path] && found[path] !== error.message ? `${found[path]}\n${error.message}` : error.message;
  }
  return found;
}

/** Errors of one list, by row and cell; those of the list itself are left out. */
export function ofList(errors: Record<string, string>, list: string): Record<number, Record<string, string>> {
  const found: Record<number, Record<string, string>> = {};
  for (const [path, message] of Object.entries(errors)) {
    const place = placeOf(path);
    if (place.field === list && place.row !== undefined) (found[place.row] ??= {})[place.cell ?? ""] = message;
  }
  return found;
}
