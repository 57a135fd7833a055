/** What each function takes and gives. */
import signatures from "./signatures.json" with { type: "json" };

export interface Param {
  name: string;
  kinds: Set<string>;
  single: boolean;
  listed: boolean;
  literal: boolean;
  /** A list named here is taken whole, even where the arguments around it go row by row. */
  whole: boolean;
}
export interface Signature {
  key: string;
  params: Param[];
  result: string;
  least: number;
  most: number;
  rows: boolean;
  blanks: boolean;
  same: boolean;
  options: Record<string, string[]>;
}

type Written = [signature: string, result: string, flags: string, options?: Record<string, string[]>];

function param(text: string): Param & { optional: boolean; rest: boolean } {
  const [, rest, name, optional, kinds, mark] = /^(\*?)(\w+)(\??): ([\w|[\]]+)([!~]?)$/.exec(text)!;
  const each = kinds!.split("|");
  return {
    name: name!,
    kinds: new Set(each.map((k) => k.replace(/[[\]]/g, ""))),
    single: each.some((k) => !k.startsWith("[")),
    listed: each.some((k) => k.startsWith("[")),
    literal: mark === "!",
    whole: mark === "~" || each.every((k) => k.startsWith("[")),
    optional: optional === "?",
    rest: rest === "*",
  };
}

function signature(key: string, [text, result, flags, options]: Written): Signature {
  const params = text ? text.split(", ").map(param) : [];
  return {
    key,
    params,
    result,
    least: params.filter((p) => !p.optional && !p.rest).length,
    most: params.some((p) => p.rest) ? Infinity : params.length,
    rows: flags.includes("r"),
    blanks: flags.includes("b"),
    same: flags.includes("s"),
    options: options ?? {},
  };
}

export const SIGNATURES: ReadonlyMap<string, Signature> = new Map(
  Object.entries(signatures as unknown as Record<string, Written>).map(([key, s]) => [key, signature(key, s)]),
);

export function paramOf(s: Signature, at: number): Param | undefined {
  return s.params[Math.min(at, s.params.length - 1)];
}
