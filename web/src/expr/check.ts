/** Static check: the type of an expression, and every mistake in it at once. */
import { COMPARISONS, type Call, ExprError, type Mistake, ELSEWHERE, type Node, type Path, WINDOWS, toText } from "./node.ts";
import { byRow, sources } from "./evaluate.ts";
import type { Expression } from "./parse.ts";
import { type Signature, SIGNATURES, paramOf } from "./signature.ts";

/** number | text | bool | date | datetime | blank | link | row, or a list `of` one. */
export interface Type {
  kind: string;
  of?: Type;
  form?: string;
}
/** The type at a path, or `null` when there is no such name. */
export type Scope = (path: string[]) => Type | null;
/** The names of another form by its key, `null` when there is no such form. */
export type Others = (form: string) => Scope | null;

const SHOWABLE = new Set(["text", "number", "bool", "date", "datetime", "blank"]);
const NUMERIC = new Set(["number", "blank"]);
const PERIOD = /^[1-9][0-9]{0,3} ?[hdw]$/;
const T = (kind: string): Type => ({ kind });

export function typeText(t: Type): string {
  return t.of ? `[${typeText(t.of)}]` : t.kind;
}

function equal(a: Type, b: Type): boolean {
  return a.kind === b.kind && a.form === b.form && (!a.of || !b.of || equal(a.of, b.of));
}

export function fits(given: Type, wanted: Type): boolean {
  if (given.kind === "blank" || equal(given, wanted)) return true;
  if (given.kind === "list" && wanted.kind === "list") return fits(given.of ?? T("blank"), wanted.of ?? T("blank"));
  return wanted.kind === "link" && (given.kind === "text" || (given.kind === "link" && (!given.form || !wanted.form)));
}

/** The type of an expression; throws `ExprError` with every mistake. */
export function check(e: Expression, scope: Scope, want?: Type, others?: Others): Type {
  const checker = new Checker(scope, others);
  const found = checker.typeOf(e.root) ?? T("blank");
  if (!checker.mistakes.length && want && !fits(found, want)) {
    checker.say("wrong_result", e.root, { wanted: typeText(want), found: typeText(found) });
  }
  if (checker.mistakes.length) throw new ExprError(checker.mistakes.sort((a, b) => a.at - b.at || a.to - b.to));
  return found;
}

class Checker {
  readonly mistakes: Mistake[] = [];
  private roots: string[][] = [];
  private items: string[] = [];
  private window = false;

  constructor(
    private readonly scope: Scope,
    private readonly others?: Others,
  ) {}

  say(code: string, node: Node, params: Mistake["params"] = {}): null {
    this.mistakes.push({ code, at: node.at, to: node.to, params });
    return null;
  }

  typeOf(node: Node): Type | null {
    if (node.k === "path") return this.path(node);
    if (node.k === "const") {
      const { value } = node;
      return T(value === null ? "blank" : { boolean: "bool", string: "text" }[typeof value as string] ?? "number");
    }
    if ("+-*/".includes(node.fn)) return this.arithmetic(node);
    if (COMPARISONS.has(node.fn)) return this.comparison(node);
    if (node.fn === "&") {
      for (const arg of node.args) this.scalar(node, arg, SHOWABLE, "text");
      return T("text");
    }
    const known = SIGNATURES.get(node.fn);
    if (known) return this.call(node, known);
    this.say("unknown_function", node, { name: node.fn });
    for (const arg of node.args) this.typeOf(arg);
    return null;
  }

  private path(node: Path): Type | null {
    const found = this.scope(node.parts);
    if (!found) return this.say("unknown_name", node, { name: toText(node) });
    return found.kind === "list" && this.inRow(node.parts) ? (found.of ?? null) : found;
  }

  private inRow(parts: string[]): boolean {
    return this.roots.some((root) => root.every((p, i) => p === parts[i]));
  }

  private scalar(parent: Call, arg: Node, kinds?: Set<string>, wanted = "number"): Type | null {
    const found = this.typeOf(arg);
    if (!found) return null;
    if (found.kind === "list" || found.kind === "row") return this.say("list_here", arg, { name: parent.fn });
    if (kinds && !kinds.has(found.kind)) return this.say("wrong_type", arg, { name: parent.fn, wanted, found: found.kind });
    return found;
  }

  private arithmetic(node: Call): Type | null {
    const [first, second] = node.args as [Node, Node];
    if (node.fn === "*" || node.fn === "/" || node.args.length === 1) {
      for (const arg of node.args) this.scalar(node, arg, NUMERIC);
      return T("number");
    }
    const kinds = new Set([...NUMERIC, "date"]);
    const left = this.scalar(node, first, kinds);
    const right = this.scalar(node, second, kinds)?.kind;
    if (right === "date" && (left?.kind === "date" ? node.fn === "+" : node.fn === "-" && left)) {
      this.say("wrong_type", second, { name: node.fn, wanted: "number", found: "date" });
      return null;
    }
    if (left?.kind === "date" && right === "date") return T("number");
    return T(left?.kind === "date" || right === "date" ? "date" : "number");
  }

  private comparison(node: Call): Type {
    const left = this.scalar(node, node.args[0]!);
    const right = this.scalar(node, node.args[1]!);
    if (!left || !right || left.kind === "blank" || right.kind === "blank") return T("bool");
    const pair = [left.kind, right.kind].sort().join();
    let good: boolean;
    if (node.fn === "=" || node.fn === "<>") {
      good = left.kind === right.kind || pair === "link,text";
      if (pair === "link,link" && left.form && right.form) good = left.form === right.form;
    } else good = (left.kind === right.kind && left.kind !== "bool" && left.kind !== "link") || pair === "date,datetime";
    if (!good) this.say("not_comparable", node, { left: left.kind, right: right.kind });
    return T("bool");
  }

  private call(node: Call, known: Signature): Type | null {
    if (WINDOWS.has(node.fn)) return this.windowed(node, known);
    if (ELSEWHERE.has(node.fn)) return this.elsewhere(node, known);
    const types = node.args.map((_, at) => this.argument(node, known, at));
    if (!this.counted(node, known)) return null;
    if (known.same && !known.result.startsWith("~")) this.shared(node, types);
    const spec = known.result;
    if (!/^[=~]/.test(spec)) return T(spec);
    const names = spec.slice(1).split(",");
    const used = types.filter((_, at) => names.includes(paramOf(known, at)?.name ?? ""));
    return this.shared(node, used) ?? (used.includes(null) ? null : T("blank"));
  }

  private counted(node: Call, known: Signature): boolean {
    const count = node.args.length;
    if (count < known.least) this.say("too_few", node, { name: node.fn, count: known.least });
    else if (count > known.most) this.say("too_many", node, { name: node.fn, count: known.most });
    else return true;
    return false;
  }

  private argument(node: Call, known: Signature, at: number): Type | null {
    const arg = node.args[at]!;
    const found = byRow(node.fn, arg) ? this.byRow(arg) : this.typeOf(arg);
    const param = paramOf(known, at);
    if (!param || !found) return found;
    if (param.literal) this.literal(node, arg, known.options[param.name]);
    if (found.kind === "list" && !param.listed) return this.say("list_here", arg, { name: node.fn });
    if (found.kind !== "list" && found.kind !== "blank" && !param.single) return this.say("no_list", arg, { name: node.fn });
    const inner = found.kind === "list" ? found.of : found;
    if (param.kinds.has("any") || !inner || inner.kind === "blank" || param.kinds.has(inner.kind)) return found;
    return this.say("wrong_type", arg, { name: node.fn, wanted: [...param.kinds].join("|"), found: typeText(found) });
  }

  private literal(node: Call, arg: Node, options?: string[]): void {
    if (arg.k !== "const") this.say("literal", arg, { name: node.fn });
    else if (options && !options.includes(String(arg.value).toUpperCase())) {
      this.say("bad_option", arg, { name: node.fn, wanted: options.join(", ") });
    }
  }

  private byRow(arg: Node): Type | null {
    const roots = new Map<string, string[]>();
    const items = new Set<string>();
    for (const source of sources(arg)) {
      if (source.k === "call") items.add(toText(source));
      else {
        const root = this.rootOf(source.parts);
        if (root) roots.set(root.join("."), root);
      }
    }
    if (roots.size + items.size > 1) return this.say("two_lists", arg);
    const before = [this.roots, this.items] as const;
    this.roots = [...this.roots, ...roots.values()];
    this.items = [...this.items, ...items];
    const found = this.typeOf(arg);
    [this.roots, this.items] = before;
    return found && (roots.size || items.size) ? { kind: "list", of: found } : found;
  }

  private rootOf(parts: string[]): string[] | null {
    if (this.inRow(parts) || this.scope(parts)?.kind !== "list") return null;
    for (let n = 1; n <= parts.length; n++) {
      const found = this.scope(parts.slice(0, n));
      if (!found || found.kind === "list") return parts.slice(0, n);
    }
    return null;
  }

  private shared(node: Call, types: (Type | null)[]): Type | null {
    const items = types.map((t) => (t?.kind === "list" ? (t.of ?? null) : t));
    const links = node.fn === "IN" && items.some((t) => t?.kind === "link");
    let found: Type | null = null;
    for (const t of items) {
      if (!t || t.kind === "blank" || (links && t.kind === "text")) continue;
      if (!found) found = t;
      else if (!equal(found, t)) {
        if (found.kind !== "link" || t.kind !== "link") {
          return this.say("different", node, { name: node.fn, left: typeText(found), right: typeText(t) });
        }
        found = T("link");
      }
    }
    return found;
  }

  private elsewhere(node: Call, known: Signature): Type | null {
    if (this.window) return this.say("window_inside", node, { name: node.fn });
    if (!this.counted(node, known)) return null;
    const [form, ...rest] = node.args as [Node, ...Node[]];
    if (form.k !== "const" || typeof form.value !== "string") return this.say("literal", form, { name: node.fn });
    if (!this.others) return this.say("not_elsewhere", node, { name: node.fn });
    const target = this.others(form.value);
    if (!target) return this.say("no_form", form, { form: form.value });
    const inner = new Checker((path) => (path[0] === "this" ? (path.length > 1 ? this.scope(path.slice(1)) : null) : target(path)));
    inner.window = true;
    inner.roots = this.roots.map((root) => ["this", ...root]);
    const roots = new Map<string, string[]>();
    for (const source of rest.flatMap((arg) => [...sources(arg)])) {
      const root = source.k === "path" && source.parts[0] !== "this" ? inner.rootOf(source.parts) : null;
      if (root) roots.set(root.join("."), root);
    }
    if (roots.size > 1) inner.say("two_lists", node);
    inner.roots.push(...roots.values());
    const types = rest.map((arg, at) => {
      const kinds = known.params[at + 1]!.kinds;
      return inner.scalar(node, arg, kinds.has("any") ? undefined : new Set([...kinds, "blank"]), [...kinds].join("|"));
    });
    this.mistakes.push(...inner.mistakes);
    return known.result.startsWith("=") ? (types[0] ?? null) : T(known.result);
  }

  private windowed(node: Call, known: Signature): Type | null {
    if (this.window) return this.say("window_inside", node, { name: node.fn });
    this.window = true;
    const types = node.args.map((_, at) => this.argument(node, known, at));
    this.window = false;
    if (!this.counted(node, known)) return null;
    if (node.fn !== "LAST") {
      const period = node.args.at(-1)!;
      if (period.k === "const" && !(typeof period.value === "string" && PERIOD.test(period.value))) {
        this.say("bad_option", period, { name: node.fn, wanted: '"8h", "30d", "4w"' });
      }
      return T("number");
    }
    const count = node.args[0]!;
    const n = count.k === "const" ? Number(count.value) : 1;
    if (!(Number.isInteger(n) && n >= 1 && n <= 1000)) this.say("bad_option", count, { name: node.fn, wanted: "1 … 1000" });
    const item = types[1] ?? T("blank");
    return this.items.includes(toText(node)) ? item : { kind: "list", of: item };
  }
}
