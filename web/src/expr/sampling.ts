/** Sampling by attributes: ISO 2859-1 (GB/T 2828.1), single plans, normal inspection; as `functions/sampling.py`. */
const LOT_SIZES = [8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000];
const LETTERS = "ABCDEFGHJKLMNPQR";
const LEVELS: Record<string, string> = {
  S1: "AAAABBBBCCCCDDD",
  S2: "AAABBBCCCDDDEEE",
  S3: "AABBCCDDEEFFGGH",
  S4: "AABCCDEEFGGHJJK",
  I: "AABCCDEFGHJKLMN",
  II: "ABCDEFGHJKLMNPQ",
  III: "BCDEFGHJKLMNPQR",
};
const SAMPLES = [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000];
const AQLS = "0.01 0.015 0.025 0.04 0.065 0.1 0.15 0.25 0.4 0.65 1 1.5 2.5 4 6.5 10 15 25 40 65 100 150 250 400 650 1000".split(" ").map(Number);
const ACCEPT: Record<number, number> = { 14: 0, 17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21, 25: 30, 26: 44 };
const FEW = 5;

function accepted(letter: number, aql: number): number | null {
  const found = ACCEPT[letter + aql];
  return found === undefined || (found > 21 && letter >= FEW) ? null : found;
}

/** How many to inspect and how many of them may be bad; `null` for an unknown level or AQL, and for an empty lot. */
export function samplingPlan(size: number, level: string, aql: number): { sample: number; accept: number } | null {
  const name = level.trim().toUpperCase().replaceAll("-", "");
  const column = AQLS.indexOf(aql);
  if (!Object.hasOwn(LEVELS, name) || column < 0 || !(size > 0) || size >= 1e18) return null;
  const pieces = Math.ceil(size);
  let at = LETTERS.indexOf(LEVELS[name]![LOT_SIZES.filter((most) => pieces > most).length]!);
  let step = 0;
  while (accepted(at, column) === null) {
    if (!step) {
      step = at + column === 15 || at + column > 24 ? -1 : 1;
      if (at + step < 0 || at + step >= LETTERS.length) step = -step;
    }
    at += step;
  }
  return { sample: Math.min(SAMPLES[at]!, pieces), accept: accepted(at, column) ?? 0 };
}
