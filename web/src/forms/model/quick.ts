import type { View } from "./engine.ts";
import type { ReadyField } from "./preset.ts";

const MOST = 6;
const TYPED = new Set(["number", "quantity", "choice", "bool", "text"]);

type Proposal = { fields?: Record<string, string>; lots?: { lot?: string; quantity?: string } | null };

/**
 * What a person fills in of a proposed row, without opening it: the proposed quantity, what is needed now, and the
 * numbers and choices that the proposal leaves open. Nothing in lists that propose no rows.
 */
export function quickFields(list: ReadyField, view: View): ReadyField[] {
  const rows = list.rows as Proposal | undefined;
  if (!rows) return [];
  const given = new Set([...Object.keys(rows.fields ?? {}), rows.lots?.lot]);
  const open = (list.fields ?? []).filter((field) => {
    const flags = view.flags[field.key];
    if (!flags || flags.hidden || flags.readonly || given.has(field.key) || !TYPED.has(field.type)) return false;
    if (field.key === rows.lots?.quantity || flags.required) return true;
    return (field.type === "number" || field.type === "choice") && !field.default;
  });
  return open.slice(0, MOST);
}
