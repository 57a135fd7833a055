const CODE = /^([0-9A-Za-z./_-]*?)([0-9]{1,18})$/;

/** How many codes a run holds, `null` where the ends do not fit together. */
export function codeCount(from: string, to: string): string | null {
  const [first, last] = [CODE.exec(from), CODE.exec(to)];
  if (!first || !last || first[1] !== last[1] || first[2]!.length !== last[2]!.length) return null;
  const count = BigInt(last[2]!) - BigInt(first[2]!) + 1n;
  return count < 1n ? null : count.toString();
}
