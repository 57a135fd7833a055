import type { FieldDef } from "../../api/index.ts";
import { type Label, labelText, type Lang } from "../../kit/index.ts";

/** One option of a tree, as a form's document tells it. */
export type Branch = { key: string; label: Label; children?: Branch[]; retired?: boolean };

/** What may be chosen in a tree: the keys from its root, and the branches they lead through. */
export type TreeEnd = { path: string; through: Branch[] };

const branchesOf = (field: FieldDef): Branch[] => (field.branches ?? []) as Branch[];

/** Everything of a tree that may be chosen, from the root down; only its ends where the field says so. */
export function treeEnds(field: FieldDef): TreeEnd[] {
  const walk = (branches: Branch[], above: Branch[]): TreeEnd[] =>
    branches.filter((branch) => !branch.retired).flatMap((branch) => {
      const through = [...above, branch];
      const below = walk(branch.children ?? [], through);
      return field.ends && below.length ? below : [{ path: through.map((one) => one.key).join("/"), through }, ...below];
    });
  return walk(branchesOf(field), []);
}

/** The branches that keys or labels lead through, `null` where they lead nowhere. */
function walked(field: FieldDef, names: string[]): Branch[] | null {
  const found: Branch[] = [];
  let branches = branchesOf(field);
  for (const name of names) {
    const branch = branches.find((one) => one.key === name) ?? branches.find((one) => one.label.zh === name || one.label.en === name);
    if (!branch) return null;
    found.push(branch);
    branches = branch.children ?? [];
  }
  return found;
}

/** `meat/beef` in words: `Meat / Beef`; as it stands where the tree no longer has it. */
export function treeText(field: FieldDef, path: string, lang: Lang): string {
  return walked(field, path.split("/"))?.map((branch) => labelText(branch.label, lang) || branch.key).join(" / ") ?? path;
}

/** Words or keys with slashes between them as the keys that are kept, `null` where they mean nothing. */
export function treePath(field: FieldDef, text: string): string | null {
  const found = walked(field, text.split(/[/／>]/).map((part) => part.trim()));
  return found?.map((branch) => branch.key).join("/") ?? null;
}
