/** What each role may do with one field, read from the roles' grants; and the role's document after a change. */
import type { Label } from "../../../kit/index.ts";

export type Grant = { form: string; verbs: string[]; where?: string | null; read?: string[] | "*"; hide?: string[]; write?: string[] | "*" };
export type RoleDoc = { role?: string; label: Label; abilities?: string[]; grants?: Grant[]; [more: string]: unknown };
export type RoleInfo = { key: string; version: number; revision: number; definition: RoleDoc };

export type Level = "none" | "read" | "write";
const WRITING = new Set(["submit", "amend"]);

const among = (list: string[] | "*" | undefined, path: string): boolean => !list || list === "*" || !list.length || list.includes(path) || list.includes(path.split(".")[0]!);

/** The grants of a role that are about a form. */
export function grantsFor(role: RoleDoc, form: string): Grant[] {
  return (role.grants ?? []).filter((grant) => grant.form === form || grant.form === "*");
}

/** What a role may do with a field; `null` when it cannot even read the form. */
export function levelOf(role: RoleDoc, form: string, path: string): Level | null {
  const grants = grantsFor(role, form);
  const reading = grants.filter((grant) => grant.verbs.includes("read") || grant.verbs.some((verb) => WRITING.has(verb)));
  if (!reading.length) return null;
  if (grants.some((grant) => grant.hide?.some((one) => one === path || one === path.split(".")[0]))) return "none";
  if (!reading.some((grant) => among(grant.read, path))) return "none";
  const writes = grants.some((grant) => grant.verbs.some((verb) => WRITING.has(verb)) && among(grant.read, path) && among(grant.write, path));
  return writes ? "write" : "read";
}

/** Whether a role has a grant of its own for the form; one for all forms alone can only be told what to hide. */
export function hasOwn(role: RoleDoc, form: string): boolean {
  return (role.grants ?? []).some((grant) => grant.form === form);
}

const without = (list: string[] | undefined, path: string): string[] | undefined => {
  const left = list?.filter((one) => one !== path);
  return left?.length ? left : undefined;
};

/**
 * The role after a field was given a level.
 *
 * @param all every path of the form: a list of what may be written names all others.
 */
export function withLevel(role: RoleDoc, form: string, path: string, level: Level, all: string[]): RoleDoc {
  const grants = role.grants ?? [];
  if (level === "none") {
    const own = grants.findIndex((grant) => grant.form === form);
    if (own < 0) return { ...role, grants: [...grants, { form, verbs: ["read"], hide: [path] }] };
    return { ...role, grants: grants.map((grant, at) => (at === own ? { ...grant, hide: [...(grant.hide ?? []), path] } : grant)) };
  }
  const changed = grants.map((grant): Grant => {
    if (grant.form !== form) return grant;
    const next: Grant = { ...grant, hide: without(grant.hide, path) };
    if (Array.isArray(next.read) && next.read.length && !next.read.includes(path)) next.read = [...next.read, path];
    if (level === "read") next.write = (Array.isArray(next.write) && next.write.length ? next.write : all).filter((one) => one !== path && !one.startsWith(`${path}.`));
    else if (Array.isArray(next.write) && next.write.length && !next.write.includes(path)) next.write = [...next.write, path];
    if (Array.isArray(next.write) && all.every((one) => (next.write as string[]).includes(one))) delete next.write;
    if (!next.hide) delete next.hide;
    return next;
  });
  return { ...role, grants: changed };
}
