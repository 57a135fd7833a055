/** A condition as rows of field, comparison and value, in groups; and as expression text, both ways. */
import { dec, Dec, parse } from "../../expr/index.ts";
import { call, type Node, toText } from "../../expr/node.ts";

/** What a field is compared with. */
export type Operand =
  | { kind: "number" | "text" | "date"; value: string }
  | { kind: "field"; path: string }
  | { kind: "today"; days: number }
  | { kind: "me" };

export const SIGNS = ["=", "<>", "<", "<=", ">", ">="] as const;
export type Op = (typeof SIGNS)[number] | "between" | "contains" | "not_contains" | "in" | "not_in" | "under" | "blank" | "not_blank" | "yes" | "no" | "false";

/**
 * One comparison.
 *
 * @param moment the field is a moment and the values are days: the last day counts to its end.
 */
export type Clause = { path: string; op: Op; values: Operand[]; moment?: true };
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

/** The beginning of the day after, where a value is a day. */
function dayAfter(operand: Operand): Node | null {
  if (operand.kind === "today") return operandNode({ ...operand, days: operand.days + 1 });
  return operand.kind === "date" ? made("DATEADD", operandNode(operand), number(1)) : null;
}

function atMost(name: Node, last: Operand, moment: boolean): Node {
  const end = moment ? dayAfter(last) : null;
  return end ? made("<", name, end) : made("<=", name, operandNode(last));
}

/** A branch of a tree and what is below it. */
function underNode(name: Node, branch: Operand): Node {
  const text = branch.kind === "text" ? branch.value : "";
  return made("OR", made("=", name, constant(text)), made("=", made("LEFT", name, number(text.length + 1)), constant(`${text}/`)));
}

/** A clause as what has to hold, all of it. */
function clauseNodes(clause: Clause): Node[] {
  const { path, op, values, moment } = clause;
  const [first, last] = values;
  if (op === "between" && first && last) return [made(">=", pathNode(path), operandNode(first)), atMost(pathNode(path), last, moment === true)];
  return [clauseNode(clause)];
}

function clauseNode({ path, op, values, moment }: Clause): Node {
  const name = pathNode(path);
  const [first] = values.map(operandNode);
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
    case "under":
      return underNode(name, values[0]!);
    case "false":
      return made("=", name, constant(false));
    case "<=":
      return atMost(name, values[0]!, moment === true);
    default:
      return made(op, name, first!);
  }
}

/** How many values a comparison takes; `Infinity` for any number of them. */
export function arity(op: Op): number {
  if (op === "in" || op === "not_in") return Infinity;
  if (op === "between") return 2;
  return ["yes", "no", "false", "blank", "not_blank"].includes(op) ? 0 : 1;
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

function joined(join: Group["join"], nodes: Node[]): Node {
  return nodes.length > 1 ? made(join, ...nodes) : nodes[0]!;
}

/** What has to hold, all of it. */
const partsIn = (node: Node): Node[] => (node.k === "call" && node.fn === "AND" ? node.args : [node]);

function groupNode(group: Group): Node | null {
  const nodes = group.items.flatMap((item) => {
    const node = isGroup(item) ? groupNode(item) : isWhole(item) ? joined("AND", clauseNodes(item)) : null;
    if (!node) return [];
    return group.join === "AND" ? partsIn(node) : [node];
  });
  return nodes.length ? joined(group.join, nodes) : null;
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

/** The day a moment must be before the end of: `DATEADD(DATE(...), 1)`. */
function endOf(node: Node): Operand | null {
  if (node.k !== "call" || node.fn !== "DATEADD" || plainNumber(node.args[1]) !== "1") return null;
  const day = operandOf(node.args[0]!);
  return day?.kind === "date" ? day : null;
}

function clause(path: Node | undefined, op: Op, nodes: Node[]): Clause | null {
  if (path?.k !== "path") return null;
  const values = nodes.map(operandOf);
  return values.every((value) => value !== null) ? { path: path.parts.join("."), op, values: values as Operand[] } : null;
}

function compared(fn: string, left: Node, right: Node): Clause | null {
  if (isConst(right) && typeof right.value === "boolean") return fn === "=" ? clause(left, right.value ? "yes" : "false", []) : null;
  const end = fn === "<" && left.k === "path" ? endOf(right) : null;
  if (end && left.k === "path") return { path: left.parts.join("."), op: "<=", values: [end], moment: true };
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

function spanOf(low: Item, high: Item | undefined): Clause | null {
  if (!high || isGroup(low) || isGroup(high) || low.op !== ">=" || low.path !== high.path) return null;
  const [last] = high.values;
  if (high.op === "<=") return { ...high, op: "between", values: [...low.values, ...high.values] };
  if (high.op !== "<" || last?.kind !== "today") return null;
  return { path: low.path, op: "between", values: [...low.values, { kind: "today", days: last.days - 1 }], moment: true };
}

/** `a >= 1 AND a <= 2` side by side are one clause. */
function spanned(items: Item[]): Item[] {
  const found: Item[] = [];
  for (let at = 0; at < items.length; at += 1) {
    const span = spanOf(items[at]!, items[at + 1]);
    found.push(span ?? items[at]!);
    if (span) at += 1;
  }
  return found;
}

/** `part = "meat" OR LEFT(part, 5) = "meat/"`: a branch of a tree and what is below it. */
function under(node: Node): Clause | null {
  if (node.k !== "call" || node.fn !== "OR" || node.args.length !== 2) return null;
  const [same] = node.args;
  const found = same && simple(same);
  if (!found || found.op !== "=" || found.values[0]?.kind !== "text") return null;
  return toText(underNode(pathNode(found.path), found.values[0])) === toText(node) ? { ...found, op: "under" } : null;
}

function itemOf(node: Node): Item | null {
  if (node.k !== "call" || (node.fn !== "AND" && node.fn !== "OR")) return simple(node);
  const branch = under(node);
  if (branch) return branch;
  const items = node.args.map(itemOf);
  if (!items.every((item) => item !== null)) return null;
  const rows = node.fn === "AND" ? spanned(items as Item[]) : (items as Item[]);
  return rows.length === 1 ? rows[0]! : { join: node.fn, items: rows };
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

/** What rows can show of a condition, and the rest as text; together they mean the same. */
export type Parted = { group: Group; rest: string };

/** Takes a condition apart: what stands beside each other in it is shown in rows as far as rows can. */
export function partsOf(text: string): Parted {
  const whole = conditionOf(text);
  if (whole) return { group: whole, rest: "" };
  try {
    const { root } = parse(text);
    if (root.k !== "call" || root.fn !== "AND") return { group: EMPTY, rest: text };
    const shown = spanned(root.args.flatMap((arg) => itemOf(arg) ?? []));
    const rest = root.args.filter((arg) => itemOf(arg) === null);
    return { group: { join: "AND", items: shown }, rest: toText(joined("AND", rest)) };
  } catch {
    return { group: EMPTY, rest: text };
  }
}

/** The condition of both again. */
export function wholeText({ group, rest }: Parted): string {
  const shown = groupNode(group);
  if (!rest || !shown) return rest || conditionText(group);
  try {
    return toText(joined("AND", [shown, parse(rest).root].flatMap(partsIn)));
  } catch {
    return `${toText(shown)} AND (${rest})`;
  }
}
