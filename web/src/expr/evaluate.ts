/** The value of an expression, as the server computes it. */
import { Dec, ZERO, divide, multiply, negative } from "./decimal.ts";
import { type Env, RUN, type Row, type Value, fieldOf, isRow, order, plus, same, shown, times } from "./functions.ts";
import { COMPARISONS, type Call, ExprError, ELSEWHERE, type Node, type Path, WINDOWS, ownPaths, toText, wrong } from "./node.ts";
import type { Expression } from "./parse.ts";
import { SIGNATURES, paramOf } from "./signature.ts";

const LIMIT_ROWS = 1000;
const LIMIT_STEPS = 100_000;

/** Throws `ExprError` when a value is of a type the check would not have allowed, or there is too much of it. */
export function evaluate(e: Expression, values: Row, env: Env): Value {
  try {
    return new Evaluation(env).value(e.root, values);
  } catch (error) {
    if (error instanceof ExprError) throw error;
    throw wrong("wrong_value", 0, e.source.length);
  }
}

/** The paths read directly, those inside a further function over rows, and whole lists, aside. */
export function* sources(node: Node): Generator<Path | Call> {
  if (node.k === "path") yield node;
  else if (node.k === "call") {
    if (node.fn === "LAST") yield node;
    if (ELSEWHERE.has(node.fn)) yield* ownPaths(node);
    const own = SIGNATURES.get(node.fn);
    if (WINDOWS.has(node.fn) || ELSEWHERE.has(node.fn) || own?.rows) return;
    for (const [at, arg] of node.args.entries()) {
      if (arg.k !== "path" || !own || !paramOf(own, at)?.whole) yield* sources(arg);
    }
  }
}

export function byRow(fn: string, arg: Node): boolean {
  if (arg.k === "path" || (arg.k === "call" && arg.fn === "LAST")) return false;
  return !!SIGNATURES.get(fn)?.rows && !sources(arg).next().done;
}

function follow(value: Value, parts: string[]): Value {
  for (const [at, part] of parts.entries()) {
    if (value === null) return null;
    if (Array.isArray(value)) return value.map((item) => follow(item ?? null, parts.slice(at)));
    if (!isRow(value)) throw wrong("wrong_value");
    value = fieldOf(value, part);
  }
  return value;
}

function overlaid(values: Row, root: string[], row: Value): Row {
  const [first, ...rest] = root as [string, ...string[]];
  const below = fieldOf(values, first);
  return { ...values, [first]: rest.length && isRow(below) ? overlaid(below, rest, row) : row };
}

class Evaluation {
  private steps = LIMIT_STEPS;

  constructor(private readonly env: Env) {}

  value(node: Node, v: Row): Value {
    if (node.k === "const") return node.value;
    if (node.k === "path") return follow(v, node.parts);
    const { fn, args } = node;
    const at = (i: number) => this.value(args[i]!, v);
    switch (fn) {
      case "+":
        return plus(at(0), at(1), 1);
      case "-":
        return args.length > 1 ? plus(at(0), at(1), -1) : times(at(0), ZERO, (a) => negative(a));
      case "*":
        return times(at(0), at(1), multiply);
      case "/":
        return times(at(0), at(1), divide);
      case "&":
        return shown(this.env, at(0)) + shown(this.env, at(1));
      case "IF":
        return this.truth(args[0]!, v) ? at(1) : args.length > 2 ? at(2) : null;
      case "AND":
        return args.every((a) => this.truth(a, v));
      case "OR":
        return args.some((a) => this.truth(a, v));
      case "NOT":
        return !this.truth(args[0]!, v);
      case "IFBLANK":
        return at(0) ?? at(1);
      case "ISBLANK": {
        const found = at(0);
        return found === null || (Array.isArray(found) && !found.length);
      }
    }
    if (COMPARISONS.has(fn)) return this.compared(fn, at(0), at(1));
    return WINDOWS.has(fn) || ELSEWHERE.has(fn) ? this.window(node, v) : this.called(node, v);
  }

  private truth(node: Node, v: Row): boolean {
    const found = this.value(node, v);
    if (found !== null && typeof found !== "boolean") throw wrong("wrong_value", node.at, node.to);
    return found === true;
  }

  private compared(fn: string, a: Value, b: Value): boolean {
    if (Array.isArray(a) || Array.isArray(b)) throw wrong("list_here", 0, 0, { name: fn });
    if (fn === "=" || fn === "<>") return same(a, b) === (fn === "=");
    if (a === null || b === null) return false;
    const sign = order(this.env, a, b);
    return fn === "<" ? sign < 0 : fn === "<=" ? sign <= 0 : fn === ">" ? sign > 0 : sign >= 0;
  }

  private window(node: Call, v: Row): Value {
    const key = toText(node);
    if (Object.hasOwn(v, key)) return fieldOf(v, key);
    if (!Object.hasOwn(this.env.windows, key)) throw wrong("no_window", node.at, node.to, { name: key });
    return this.env.windows[key] ?? null;
  }

  private called(node: Call, v: Row): Value {
    const { fn, args } = node;
    const known = SIGNATURES.get(fn);
    const run = Object.hasOwn(RUN, fn) ? RUN[fn] : undefined;
    if (!known || !run) throw wrong("unknown_function", node.at, node.to, { name: fn });
    if (args.length < known.least) throw wrong("too_few", node.at, node.to, { name: fn, count: known.least });
    if (args.length > known.most) throw wrong("too_many", node.at, node.to, { name: fn, count: known.most });
    const given = args.map((a) => (byRow(fn, a) ? this.each(fn, a, v) : this.value(a, v)));
    if (!known.blanks && given.includes(null)) return null;
    if (!known.blanks) given.forEach((g, at) => this.fits(g, [...(paramOf(known, at)?.kinds ?? [])]));
    return run(this.env, ...(given as never[]));
  }

  private fits(value: Value, kinds: string[]): void {
    const found =
      typeof value === "string" ? "text" : typeof value === "boolean" ? "bool" : value instanceof Dec ? "number" : null;
    if (found && !kinds.includes("any") && !kinds.includes(found)) throw wrong("wrong_value");
  }

  private each(fn: string, arg: Node, v: Row): Value {
    let root: string[] | null = null;
    let rows: Value[] = [];
    for (const source of sources(arg)) {
      const parts = source.k === "path" ? source.parts : [toText(source)];
      let value: Value = source.k === "path" ? v : { [parts[0]!]: this.window(source, v) };
      for (let at = 0; at < parts.length && value !== null && !Array.isArray(value); ) {
        value = isRow(value) ? fieldOf(value, parts[at]!) : null;
        at += 1;
        if (!Array.isArray(value)) continue;
        const here = parts.slice(0, at);
        if (root && root.join("\0") !== here.join("\0")) throw wrong("two_lists", arg.at, arg.to);
        [root, rows] = [here, value];
      }
    }
    if (!root) return fn === "ANY" || fn === "ALL" ? [] : this.value(arg, v);
    this.steps -= rows.length;
    if (rows.length > LIMIT_ROWS || this.steps < 0) throw wrong("too_much", 0, 0, { limit: LIMIT_ROWS });
    return rows.map((row) => this.value(arg, overlaid(v, root!, row ?? null)));
  }
}
