import type { FormInfo } from "../../api/index.ts";
import { type Group, isGroup, type Item } from "../../forms/condition/condition.ts";
import type { Spot } from "../../forms/condition/names.ts";
import { OWN_FIELDS } from "../../forms/model/own.ts";
import { showable } from "./columns.ts";

const spots = new WeakMap<FormInfo, Spot>();

/** Where the conditions of a form's list stand: among what this person may see of it. */
export function spotOf(form: FormInfo): Spot {
  const fields = showable(form).filter((field) => !OWN_FIELDS.includes(field));
  const spot = spots.get(form) ?? { form: { ...form.definition, fields }, list: "", search: true };
  spots.set(form, spot);
  return spot;
}

/** The conditions shown one by one: all have to hold, or they are one that says "or". */
export function chipsOf(group: Group): Item[] {
  return group.join === "AND" || group.items.length < 2 ? group.items : [group];
}

/** The group without one of its chips. */
export function without(group: Group, at: number): Group {
  const items = chipsOf(group).filter((_, index) => index !== at);
  const [only] = items;
  return items.length === 1 && only && isGroup(only) ? only : { join: "AND", items };
}
