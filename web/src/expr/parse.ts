/** Text into an expression. */
import { type Dec, dec } from "./decimal.ts";
import { COMPARISONS, ExprError, LIMIT, type Mistake, type Node, RESERVED, call, isSlug, toText, wrong } from "./node.ts";

/** A formula or condition; equal when `text` is. Positions of nodes are offsets in `source`. */
export interface Expression {
  readonly text: string;
  readonly root: Node;
  readonly source: string;
}

interface Token {
  kind: "number" | "text" | "name" | "sign" | "end";
  value: string;
  at: number;
  to: number;
  parts?: string[];
  braced?: boolean;
  number?: Dec;
}

const TWINS: Record<string, string> = { "\u3000": " ", "“": '"', "”": '"', "‘": "'", "’": "'", "、": ",", "×": "*", "÷": "/", "−": "-" };
const WIDE: Record<string, string> = { "≤": "<=", "≥": ">=", "≠": "<>" };
const CLOSING: Record<string, string> = { '"': '"', "'": "'", "“": '“”"', "”": '“”"', "＂": '＂"', "‘": "‘’'", "’": "‘’'", "＇": "＇'" };
const SIGNS = ["<=", ">=", "<>", "!=", "==", "=", "<", ">", "+", "-", "*", "/", "&", "(", ")", ","];

function plainOf(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[\u3000“”‘’、×÷−]/g, (c) => TWINS[c]!);
}

function tokens(text: string): Token[] {
  if (new TextEncoder().encode(text).length > LIMIT.bytes) throw wrong("too_long", 0, text.length, { limit: LIMIT.bytes });
  // eslint-disable-next-line no-control-regex
  const bad = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.exec(text);
  if (bad) throw wrong("bad_character", bad.index, bad.index + 1, { found: "U+" + bad[0].charCodeAt(0).toString(16) });
  const plain = plainOf(text);
  const found: Token[] = [];
  let at = 0;

  function part(): string {
    if (plain[at] === "{") {
      const end = plain.indexOf("}", at);
      if (end < 0) throw wrong("open_name", at, text.length);
      const inside = text.slice(at + 1, end).trim();
      at = end + 1;
      return inside;
    }
    const name = /^[\p{L}\p{N}_]+/u.exec(plain.slice(at))![0];
    at += name.length;
    return name;
  }

  function quoted(): Token {
    const from = at;
    const closing = CLOSING[text[at]!]!;
    let value = "";
    for (at += 1; at < text.length; at += 1) {
      const char = text[at]!;
      if (!closing.includes(char)) value += char;
      else if (closing === char && (char === '"' || char === "'") && text[at + 1] === char) {
        value += char;
        at += 1;
      } else {
        at += 1;
        return { kind: "text", value, at: from, to: at };
      }
    }
    throw wrong("open_text", from, text.length);
  }

  function next(): Token {
    const from = at;
    const rest = plain.slice(at);
    if (/^["']/.test(rest)) return quoted();
    if (/^[{_\p{L}]/u.test(rest)) {
      const parts = [part()];
      while (/^\.[{_\p{L}]/u.test(plain.slice(at))) {
        at += 1;
        parts.push(part());
      }
      return { kind: "name", value: plain.slice(from, at), at: from, to: at, parts, braced: rest[0] === "{" };
    }
    const digits = /^(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)/.exec(rest)?.[0];
    if (digits) {
      at += digits.length;
      const long = digits.replace(".", "").replace(/^0+/, "").length > LIMIT.digits || digits.length > 2 * LIMIT.digits;
      if (long) throw wrong("bad_number", from, at, { limit: LIMIT.digits });
      return { kind: "number", value: digits, at: from, to: at, number: dec(digits)! };
    }
    const sign = SIGNS.find((s) => rest.startsWith(s)) ?? rest[0]!;
    const value = { "!=": "<>", "==": "=" }[sign] ?? WIDE[sign] ?? sign;
    if (!SIGNS.includes(value)) throw wrong("bad_character", at, at + 1, { found: text[at]! });
    at += sign.length;
    return { kind: "sign", value, at: from, to: at };
  }

  for (;;) {
    while (at < plain.length && " \t\r\n".includes(plain[at]!)) at += 1;
    if (at >= plain.length) return [...found, { kind: "end", value: "", at, to: at }];
    found.push(next());
  }
}

/** Read an expression; `names` maps labels (plain or dotted) to field keys. Throws `ExprError`. */
export function parse(text: string, names: Record<string, string> = {}): Expression {
  return new Parser(text, names).expression();
}

const CHAINS = [["&"], ["+", "-"], ["*", "/"]];

class Parser {
  private readonly all: Token[];
  private next = 0;
  private count = 0;
  private level = 0;
  private readonly mistakes: Mistake[] = [];

  constructor(
    private readonly text: string,
    private readonly names: Record<string, string>,
  ) {
    this.all = tokens(text);
  }

  expression(): Expression {
    const root = this.either();
    if (this.token.kind !== "end") throw this.unexpected();
    if (this.mistakes.length) throw new ExprError(this.mistakes);
    return { text: toText(root), root, source: this.text };
  }

  private get token(): Token {
    return this.all[this.next]!;
  }

  private sign(...wanted: string[]): string | null {
    const { kind, value } = this.token;
    if (kind !== "sign" || !wanted.includes(value)) return null;
    this.next += 1;
    return value;
  }

  private isWord(at: number, wanted: string): boolean {
    const t = this.all[at];
    return t?.kind === "name" && !t.braced && t.parts!.length === 1 && t.value.toUpperCase() === wanted;
  }

  private word(wanted: string): boolean {
    if (!this.isWord(this.next, wanted)) return false;
    this.next += 1;
    return true;
  }

  private require(wanted: string): number {
    if (!this.sign(wanted)) {
      if (this.token.kind === "end") throw this.unexpected();
      throw wrong("expected", this.token.at, this.token.to, { wanted });
    }
    return this.all[this.next - 1]!.to;
  }

  private unexpected(): ExprError {
    const { kind, at, to } = this.token;
    return kind === "end" ? wrong("unexpected_end", at, to) : wrong("unexpected", at, to, { found: this.text.slice(at, to) });
  }

  private made<T extends Node>(node: T): T {
    this.count += 1;
    if (this.count > LIMIT.nodes) throw wrong("too_many_parts", 0, this.text.length, { limit: LIMIT.nodes });
    if (node.k === "call" && node.depth > LIMIT.depth) throw wrong("too_deep", node.at, node.to, { limit: LIMIT.depth });
    return node;
  }

  private within<T>(inner: () => T): T {
    this.level += 1;
    if (this.level > LIMIT.depth) throw wrong("too_deep", this.token.at, this.token.to, { limit: LIMIT.depth });
    const found = inner();
    this.level -= 1;
    return found;
  }

  private joined(fn: string, operand: () => Node): Node {
    const found = [operand()];
    while (this.word(fn)) found.push(operand());
    return found.length === 1 ? found[0]! : this.made(call(fn, found, found[0]!.at, found.at(-1)!.to));
  }

  private either(): Node {
    return this.joined("OR", () => this.joined("AND", () => this.negated()));
  }

  private negated(): Node {
    const { at } = this.token;
    const following = this.all[this.next + 1];
    if ((following?.kind === "sign" && following.value === "(") || !this.word("NOT")) return this.comparison();
    const inner = this.within(() => this.negated());
    return this.made(call("NOT", [inner], at, inner.to));
  }

  private comparison(): Node {
    const left = this.chain(0);
    const fn = this.sign(...COMPARISONS);
    if (fn) {
      const right = this.chain(0);
      const node = this.made(call(fn, [left, right], left.at, right.to));
      if (this.token.kind === "sign" && COMPARISONS.has(this.token.value)) throw wrong("chained", this.token.at, this.token.to);
      return node;
    }
    if (this.word("IN")) return this.among(left);
    if (this.isWord(this.next, "NOT") && this.isWord(this.next + 1, "IN")) {
      this.next += 2;
      const inner = this.among(left);
      return this.made(call("NOT", [inner], inner.at, inner.to));
    }
    return left;
  }

  private among(left: Node): Node {
    this.require("(");
    const [args, end] = this.arguments();
    return this.made(call("IN", [left, ...args], left.at, end));
  }

  private chain(at: number): Node {
    if (at === CHAINS.length) return this.unary();
    let left = this.chain(at + 1);
    for (let fn = this.sign(...CHAINS[at]!); fn; fn = this.sign(...CHAINS[at]!)) {
      const right = this.chain(at + 1);
      left = this.made(call(fn, [left, right], left.at, right.to));
    }
    return left;
  }

  private unary(): Node {
    const { at } = this.token;
    const fn = this.sign("-", "+");
    if (!fn) return this.leaf();
    const inner = this.within(() => this.unary());
    return fn === "+" ? inner : this.made(call("-", [inner], at, inner.to));
  }

  private leaf(): Node {
    const t = this.token;
    if (t.kind === "number" || t.kind === "text") {
      this.next += 1;
      return this.made({ k: "const", value: t.number ?? t.value, at: t.at, to: t.to });
    }
    if (t.kind === "name") {
      this.next += 1;
      return this.named(t);
    }
    if (!this.sign("(")) throw this.unexpected();
    const inner = this.within(() => this.either());
    this.require(")");
    return inner;
  }

  private named(t: Token): Node {
    const { at, to } = t;
    if (!t.braced && t.parts!.length === 1) {
      const upper = t.value.toUpperCase();
      if (this.sign("(")) {
        const [args, end] = this.arguments();
        return this.made(call(upper, args, at, end));
      }
      if (upper === "BLANK") return this.made({ k: "const", value: null, at, to });
      if (upper === "TRUE" || upper === "FALSE") return this.made({ k: "const", value: upper === "TRUE", at, to });
      if (RESERVED.has(upper)) {
        this.next -= 1;
        throw this.unexpected();
      }
    }
    return this.made({ k: "path", parts: this.keys(t), at, to });
  }

  private arguments(): [Node[], number] {
    if (this.sign(")")) return [[], this.all[this.next - 1]!.to];
    const args = this.within(() => {
      const found = [this.either()];
      while (this.sign(",")) found.push(this.either());
      return found;
    });
    return [args, this.require(")")];
  }

  private known(label: string): string | undefined {
    return Object.hasOwn(this.names, label) ? this.names[label] : undefined;
  }

  private keys(t: Token): string[] {
    const parts = t.parts!;
    const whole = this.known(parts.join("."));
    if (whole) return whole.split(".");
    let keys: string[] = [];
    for (const part of parts) {
      const key = this.known([...keys, part].join(".")) ?? this.known(part);
      keys = key?.includes(".") ? key.split(".") : [...keys, key ?? part];
    }
    if (!keys.every(isSlug)) {
      this.mistakes.push({ code: "unknown_name", at: t.at, to: t.to, params: { name: t.value.replace(/^\{|\}$/g, "") } });
    }
    return keys;
  }
}
