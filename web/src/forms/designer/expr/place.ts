import { formOf } from "../../../api/index.ts";
import { type Doc, isList, splitPath } from "../model/doc.ts";
import type { Spot } from "../../condition/names.ts";

const forms = new WeakMap<Doc, ReturnType<typeof formOf>>();

/** The document as the screens read it, made once. */
export function drawn(doc: Doc): ReturnType<typeof formOf> {
  const found = forms.get(doc) ?? formOf(doc);
  forms.set(doc, found);
  return found;
}

/**
 * Where an expression of the document stands.
 *
 * @param at a field (`supplier`, `inputs.lot`), or a detail list for an expression over its rows; `""` for the record.
 */
export function spotAt(doc: Doc, at: string, target?: string, option?: string, rows?: string): Spot {
  const { list } = splitPath(at);
  return { form: drawn(doc), list: list || (isList(doc.fields[at]) ? at : ""), target, option, rows };
}

/** What the server is told of a spot that does not read our own fields by their bare names. */
export function targetOf(spot: Spot): string | undefined {
  if (spot.option) return "$option";
  return spot.rows ? `$rows:${spot.rows}` : spot.target;
}
