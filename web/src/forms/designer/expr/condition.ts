/** A condition as rows of field, comparison and value, in groups; and as expression text, both ways. */
import { dec, Dec, parse } from "../../../expr/index.ts";
import { call, type Node, toText } from "../../../expr/node.ts";

/** What a field is compared with. */
export type Operand =
  | { kind: "number" | "text" | "date"; value: string }
  | { kind: "field"; path: string }
  | { kind: "today"; days: number }
  | { kind: "me" };

export const SIGNS = ["=", "<>", "<", "<=", ">", ">="] as const;
export type Op = (typeof SIGNS)[number] | "between" | "contains" | "not_contains" | "in" | "not_in" | "blank" | "not_blank" | "yes" | "no";

export type Clause = { path: string; op: Op; values: Operand[] };
export type Group = { join: "AND" | "OR"; items: Item[] };
export type Item = Clause | Group;

export const isGroup = (item: Item): item is Group => "join" in item;
export const EMPTY: Group = { join: "AND", items: [] };

const FLIPPED: Record<string, string> = { "=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<=" };
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const PLACE = { at: 0, to: 0 } as const;

const constant = (value: Dec | string | boolean | null): Node => ({ k: "const", value, ...PLACE });
const pathNode = (path: string): Node => ({ k: "path", parts: path.split("."), ...PLACE });
const made = (fn: string, ...args: Node[]): Node => call(fn, args, 0, 0);
const number = (value: number | string): Node => constant(dec(String(value)));

// ---- to text

function operandNode(operand: Operand): Node {
  switch (operand.kind) {
    case "field":
      return pathNode(operand.path);
    case "me":
      return made("CURRENT_USER");
    case "today":
      if (operand.days === 0) return made("TODAY");
      return made("DATEADD", made("TODAY"), operand.days < 0 ? made("-", number(-operand.days)) : number(operand.days));
    case "date": {
      const [, year = "0", month = "0", day = "0"] = DAY.exec(operand.value) ?? [];
      return made("DATE", number(Number(year)), number(Number(month)), number(Number(day)));
    }
    case "number":
      return operand.value.startsWith("-") ? made("-", number(operand.value.slice(1))) : number(operand.value);
    case "text":
      return constant(operand.value);
  }
}

function clauseNode({ path, op, values }: Clause): Node {
  const name = pathNode(path);
  const [first, second] = values.map(operandNode);
  switch (op) {
    case "yes":
      return name;
    case "no":
      return made("NOT", name);
    case "blank":
      return made("ISBLANK", name);
    case "not_blank":
      return made("NOT", made("ISBLANK", name));
    case "contains":
      return made("CONTAINS", name, first!);
    case "not_contains":
      return made("NOT", made("CONTAINS", name, first!));
    case "in":
      return made("IN", name, ...values.map(operandNode));
    case "not_in":
      return made("NOT", made("IN", name, ...values.map(operandNode)));
    case "between":
      return made("AND", made(">=", name, first!), made("<=", name, second!));
    default:
      return made(op, name, first!);
  }
}

/** How many values a comparison takes; `Infinity` for any number of them. */
export function arity(op: Op): number {
  if (op === "in" || op === "not_in") return Infinity;
  if (op === "between") return 2;
  return ["yes", "no", "blank", "not_blank"].includes(op) ? 0 : 1;
}

function given(operand: Operand): boolean {
  if (operand.kind === "number") return dec(operand.value) !== null && /^-?\d/.test(operand.value);
  if (operand.kind === "date") return DAY.test(operand.value);
  if (operand.kind === "field") return operand.path !== "";
  return operand.kind !== "text" || operand.value !== "";
}

/** Whether a clause has what it needs to be written. */
export function isWhole({ path, op, values }: Clause): boolean {
  const wanted = arity(op);
  const enough = wanted === Infinity ? values.length > 0 : values.length === wanted;
  return path !== "" && enough && values.every(given);
}

function groupNode(group: Group): Node | null {
  const nodes = group.items.flatMap((item) => {
    const node = isGroup(item) ? groupNode(item) : isWhole(item) ? clauseNode(item) : null;
    return node ? [node] : [];
  });
  return nodes.length > 1 ? made(group.join, ...nodes) : (nodes[0] ?? null);
}

/** The expression; clauses that miss something are left out, and no clause at all is `""`. */
export function conditionText(group: Group): string {
  const node = groupNode(group);
  return node ? toText(node) : "";
}

// ---- from text

const isConst = (node: Node | undefined): node is Extract<Node, { k: "const" }> => node?.k === "const";

function plainNumber(node: Node | undefined): string | null {
  if (isConst(node) && node.value instanceof Dec) return toText(node);
  if (node?.k === "call" && node.fn === "-" && node.args.length === 1) {
    const inner = plainNumber(node.args[0]);
    return inner === null || inner.startsWith("-") ? null : `-${inner}`;
  }
  return null;
}

function operandOf(node: Node): Operand | null {
  const digits = plainNumber(node);
  if (digits !== null) return { kind: "number", value: digits };
  if (isConst(node)) return typeof node.value === "string" && node.value !== "" ? { kind: "text", value: node.value } : null;
  if (node.k === "path") return { kind: "field", path: node.parts.join(".") };
  const { fn, args } = node;
  if (fn === "CURRENT_USER" && !args.length) return { kind: "me" };
  if (fn === "TODAY" && !args.length) return { kind: "today", days: 0 };
  if (fn === "DATEADD" && args.length === 2 && args[0]?.k === "call" && args[0].fn === "TODAY") {
    const days = Number(plainNumber(args[1]) ?? "x");
    return Number.isInteger(days) && days !== 0 ? { kind: "today", days } : null;
  }
  if (fn === "DATE" && args.length === 3) {
    const [year, month, day] = args.map((arg) => plainNumber(arg) ?? "x");
    const text = `${year}-${month!.padStart(2, "0")}-${day!.padStart(2, "0")}`;
    return DAY.test(text) ? { kind: "date", value: text } : null;
  }
  return null;
}

function clause(path: Node | undefined, op: Op, nodes: Node[]): Clause | null {
  if (path?.k !== "path") return null;
  const values = nodes.map(operandOf);
  return values.every((value) => value !== null) ? { path: path.parts.join("."), op, values: values as Operand[] } : null;
}

function compared(fn: string, left: Node, right: Node): Clause | null {
  if (isConst(right) && typeof right.value === "boolean") return fn === "=" && right.value && left.k === "path" ? clause(left, "yes", []) : null;
  if (left.k === "path") return clause(left, fn as Op, [right]);
  return right.k === "path" ? clause(right, FLIPPED[fn] as Op, [left]) : null;
}

function negated(node: Node): Clause | null {
  if (node.k === "path") return clause(node, "no", []);
  const inner = node.k === "call" ? simple(node) : null;
  const op = inner && ({ blank: "not_blank", contains: "not_contains", in: "not_in" } as Record<string, Op>)[inner.op];
  return inner && op ? { ...inner, op } : null;
}

function simple(node: Node): Clause | null {
  if (node.k === "path") return clause(node, "yes", []);
  if (node.k !== "call") return null;
  const { fn, args } = node;
  const [first, ...rest] = args;
  if ((SIGNS as readonly string[]).includes(fn)) return compared(fn, args[0]!, args[1]!);
  if (fn === "ISBLANK" && args.length === 1) return clause(first, "blank", []);
  if (fn === "CONTAINS" && args.length === 2) return clause(first, "contains", rest);
  if (fn === "IN" && args.length > 1) return clause(first, "in", rest);
  return fn === "NOT" && args.length === 1 ? negated(args[0]!) : null;
}

/** `a >= 1 AND a <= 2` alone is one clause. */
function spanned(group: Group): Group | Clause {
  const [low, high] = group.items;
  if (group.join !== "AND" || group.items.length !== 2 || !low || !high || isGroup(low) || isGroup(high)) return group;
  if (low.op !== ">=" || high.op !== "<=" || low.path !== high.path) return group;
  return { path: low.path, op: "between", values: [...low.values, ...high.values] };
}

function itemOf(node: Node): Item | null {
  if (node.k !== "call" || (node.fn !== "AND" && node.fn !== "OR")) return simple(node);
  const items = node.args.map(itemOf);
  return items.every((item) => item !== null) ? spanned({ join: node.fn, items: items as Item[] }) : null;
}

/** The rows of an expression; `null` when it says something that rows cannot show, or cannot be read. */
export function conditionOf(text: string): Group | null {
  if (text.trim() === "") return EMPTY;
  try {
    const item = itemOf(parse(text).root);
    if (!item) return null;
    return isGroup(item) ? item : { join: "AND", items: [item] };
  } catch {
    return null;
  }
}
