/** The expression language in the browser: parse, check, evaluate and show what the server will compute. */
import { type Expression, parse } from "./parse.ts";
import { ELSEWHERE, type Node, type Tree, WINDOWS, fromTree, ownPaths, toText, toTree } from "./node.ts";

export { parse, type Expression } from "./parse.ts";
export { check, fits, typeText, type Scope, type Type } from "./check.ts";
export { evaluate } from "./evaluate.ts";
export { type Env, type Row, type Value } from "./functions.ts";
export { ExprError, type Mistake, type Tree } from "./node.ts";
export { Dec, dec } from "./decimal.ts";
export { Day, Instant, Zone, parseDay, parseInstant } from "./time.ts";
export { envAt, fromJson, toJson } from "./values.ts";
export { SIGNATURES, type Signature } from "./signature.ts";

/** The JSON form, fields by key. */
export function treeOf(e: Expression): Tree {
  return toTree(e.root);
}

/** The expression of a JSON form. */
export function ofTree(tree: Tree): Expression {
  return parse(toText(fromTree(tree)));
}

/** The text with labels for field keys (dotted key to label). */
export function show(e: Expression, labels: Record<string, string>): string {
  return toText(e.root, labels);
}

/** Dotted paths of the fields read of the record at hand; of functions over other records only what is under `this`. */
export function reads(e: Expression): Set<string> {
  const found = new Set<string>();
  const visit = (node: Node, past: boolean): void => {
    if (node.k === "path" && (!past || node.parts[0] === "this")) found.add(node.parts.join("."));
    if (node.k === "call" && ELSEWHERE.has(node.fn)) for (const path of ownPaths(node)) found.add(path.parts.join("."));
    else if (node.k === "call") node.args.forEach((a) => visit(a, past || WINDOWS.has(node.fn)));
  };
  visit(e.root, false);
  return found;
}
