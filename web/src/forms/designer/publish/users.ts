/** What each role may do with a form as a whole, read from the roles' grants; and the role's document after a change. */
import type { Grant, RoleDoc } from "../props/rights.ts";

export const USES = {
  see: ["read", "export"],
  fill: ["read", "submit", "amend"],
  all: ["read", "submit", "amend", "void", "transition", "import", "export"],
} as const;

/** `every`: by a grant for all forms; `own`: verbs or conditions chosen elsewhere. */
export type Use = "none" | keyof typeof USES | "own" | "every";

const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((verb) => b.includes(verb));

function grantsOf(role: RoleDoc, form: string): Grant[] {
  return (role.grants ?? []).filter((grant) => grant.form === form);
}

/** What a role may do with a form. */
export function useOf(role: RoleDoc, form: string): Use {
  const grants = grantsOf(role, form);
  if (role.grants?.some((grant) => grant.form === "*" && grant.verbs.includes("submit"))) return "every";
  if (!grants.length) return role.grants?.some((grant) => grant.form === "*" && grant.verbs.includes("read")) ? "see" : "none";
  const [first] = grants;
  const known = (Object.keys(USES) as (keyof typeof USES)[]).find((use) => same(USES[use], first!.verbs));
  return grants.length === 1 && known && !first!.where ? known : "own";
}

/** The role after it was given a use of the form; what is hidden from it stays hidden. */
export function withUse(role: RoleDoc, form: string, use: "none" | keyof typeof USES): RoleDoc {
  const before = grantsOf(role, form)[0];
  const others = (role.grants ?? []).filter((grant) => grant.form !== form);
  if (use === "none") return { ...role, grants: others };
  const { where: _where, ...kept } = before ?? { form, verbs: [] };
  return { ...role, grants: [...others, { ...kept, verbs: [...USES[use]] }] };
}
