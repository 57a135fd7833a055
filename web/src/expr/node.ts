/** The tree of an expression, its JSON form, its canonical text. */
import { type Dec, dec, toFixed } from "./decimal.ts";

export interface Const {
  k: "const";
  value: Dec | string | boolean | null;
  at: number;
  to: number;
}
export interface Path {
  k: "path";
  parts: string[];
  at: number;
  to: number;
}
export interface Call {
  k: "call";
  fn: string;
  args: Node[];
  at: number;
  to: number;
  depth: number;
}
export type Node = Const | Path | Call;

export type Tree =
  | { field: string }
  | { number: string }
  | { text: string }
  | { bool: boolean }
  | { blank: true }
  | { call: string; args: Tree[] };

/** One thing wrong, at UTF-16 offsets of the text; `code` without its `expr.` names the words. */
export interface Mistake {
  code: string;
  at: number;
  to: number;
  params: Record<string, string | number>;
}

export class ExprError extends Error {
  constructor(readonly mistakes: Mistake[]) {
    super(mistakes.map((m) => m.code).join(", "));
  }
}

export function wrong(code: string, at = 0, to = 0, params: Mistake["params"] = {}): ExprError {
  return new ExprError([{ code, at, to, params }]);
}

export const LIMIT = { bytes: 4096, depth: 32, nodes: 500, digits: 34 };
export const RESERVED = new Set(["TRUE", "FALSE", "BLANK", "AND", "OR", "NOT", "IN"]);
export const COMPARISONS = new Set(["=", "<>", "<", "<=", ">", ">="]);
export const WINDOWS = new Set(["LAST", "COUNTIF", "SUMIF", "AVERAGEIF"]);
/** Functions over the records of other forms: only the server can tell; `this.x` in them is the record or row at hand. */
export const ELSEWHERE = new Set(["EXISTS", "LATEST", "COUNTOF", "SUMOF"]);

/** What a function over another form reads of the record or row at hand: its paths under `this`, without it. */
export function* ownPaths(node: Node): Generator<Path> {
  if (node.k === "path" && node.parts[0] === "this" && node.parts.length > 1) yield { ...node, parts: node.parts.slice(1) };
  if (node.k === "call") for (const arg of node.args) yield* ownPaths(arg);
}
const STRENGTH: Record<string, number> = {
  OR: 1,
  AND: 2,
  "=": 4,
  "<>": 4,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "&": 5,
  "+": 6,
  "-": 6,
  "*": 7,
  "/": 7,
};
const NEGATION = 8;
const SLUG = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

export function isSlug(text: string): boolean {
  return SLUG.test(text);
}

export function call(fn: string, args: Node[], at: number, to: number): Call {
  return { k: "call", fn, args, at, to, depth: 1 + Math.max(0, ...args.map((a) => (a.k === "call" ? a.depth : 1))) };
}

export function toTree(node: Node): Tree {
  if (node.k === "path") return { field: node.parts.join(".") };
  if (node.k === "call") return { call: node.fn, args: node.args.map(toTree) };
  if (node.value === null) return { blank: true };
  if (typeof node.value === "boolean") return { bool: node.value };
  return typeof node.value === "string" ? { text: node.value } : { number: digitsOf(node.value) };
}

function digitsOf(value: Dec): string {
  return toFixed(value, Math.max(-value.e, 0));
}

/** The node of a tree; `parse` its text to have it checked against the limits. */
export function fromTree(tree: Tree): Node {
  const place = { at: 0, to: 0 };
  if ("field" in tree) return { k: "path", parts: tree.field.split("."), ...place };
  if ("call" in tree) return call(tree.call, tree.args.map(fromTree), 0, 0);
  if ("number" in tree) return { k: "const", value: dec(tree.number), ...place };
  return { k: "const", value: "text" in tree ? tree.text : "bool" in tree ? tree.bool : null, ...place };
}

/** The canonical text; with `labels` (dotted key to label) as people read it. */
export function toText(node: Node, labels?: Record<string, string>, strength = 0): string {
  if (node.k === "const") {
    if (node.value === null) return "BLANK";
    if (typeof node.value === "boolean") return node.value ? "TRUE" : "FALSE";
    return typeof node.value === "string" ? `"${node.value.replaceAll('"', '""')}"` : digitsOf(node.value);
  }
  if (node.k === "path") return pathText(node, labels);
  const { fn, args } = node;
  if (fn === "-" && args.length === 1) {
    const text = "-" + toText(args[0]!, labels, NEGATION);
    return strength > NEGATION ? `(${text})` : text;
  }
  const own = STRENGTH[fn];
  if (own === undefined || args.length < 2) return `${fn}(${args.map((a) => toText(a, labels)).join(", ")})`;
  const first = own <= 4 ? own + 1 : own;
  const text = args.map((a, i) => toText(a, labels, i ? own + 1 : first)).join(` ${fn} `);
  return strength > own ? `(${text})` : text;
}

function pathText(node: Path, labels?: Record<string, string>): string {
  const shown = labels?.[node.parts.join(".")];
  if (shown) return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(shown) && !RESERVED.has(shown.toUpperCase()) ? shown : `{${shown}}`;
  const [first, ...rest] = node.parts;
  return [RESERVED.has(first!.toUpperCase()) ? `{${first}}` : first, ...rest].join(".");
}
