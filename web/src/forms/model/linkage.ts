import type { FormDef, LinkageRule } from "../../api/index.ts";
import { type Run, runOf } from "./run.ts";

/** What the form's linkage rules say of one field, in their order. */
export type Linked = {
  show: Run[];
  hide: Run[];
  require: Run[];
  lock: Run[];
  set: { when: Run; value: Run }[];
  filter: { when: Run; what: Run }[];
};

const none = (): Linked => ({ show: [], hide: [], require: [], lock: [], set: [], filter: [] });

/** Nothing is linked to the field. */
export const UNLINKED: Linked = none();

function told(rule: LinkageRule, when: Run, into: (path: string) => Linked): void {
  for (const act of ["show", "hide", "require", "lock"] as const) for (const path of rule[act] ?? []) into(path)[act].push(when);
  for (const [path, text] of Object.entries(rule.set ?? {})) {
    const value = runOf(text);
    if (value) into(path).set.push({ when, value });
  }
  for (const [path, text] of Object.entries(rule.filter ?? {})) {
    const what = runOf(text);
    if (what) into(path).filter.push({ when, what });
  }
}

/** The rules that are switched on, by the path of the field they are about. */
export function linkageOf(definition: FormDef): Map<string, Linked> {
  const found = new Map<string, Linked>();
  const into = (path: string): Linked => {
    const linked = found.get(path) ?? none();
    found.set(path, linked);
    return linked;
  };
  for (const rule of definition.linkage ?? []) {
    const when = rule.on === false ? null : runOf(rule.when);
    if (when) told(rule, when, into);
  }
  return found;
}
