import { type Dec, dec } from "../../expr/index.ts";
import type { Label } from "../../kit/index.ts";

type Uom = { dimension: string; factor: string; label: Label };

const uom = (dimension: string, factor: string, zh: string, en: string): Uom => ({ dimension, factor, label: { zh, en } });

/** The server's units of measure (`src/suyuan/kernel/units.py`; a test compares them). */
export const UOMS: Record<string, Uom> = {
  kg: uom("mass", "1", "千克", "kilogram"),
  g: uom("mass", "0.001", "克", "gram"),
  mg: uom("mass", "0.000001", "毫克", "milligram"),
  t: uom("mass", "1000", "吨", "tonne"),
  jin: uom("mass", "0.5", "斤", "jin"),
  lb: uom("mass", "0.45359237", "磅", "pound"),
  oz: uom("mass", "0.028349523125", "盎司", "ounce"),
  L: uom("volume", "1", "升", "litre"),
  mL: uom("volume", "0.001", "毫升", "millilitre"),
  m3: uom("volume", "1000", "立方米", "cubic metre"),
  gal: uom("volume", "3.785411784", "加仑", "gallon"),
  m: uom("length", "1", "米", "metre"),
  cm: uom("length", "0.01", "厘米", "centimetre"),
  m2: uom("area", "1", "平方米", "square metre"),
  pcs: uom("count", "1", "件", "piece"),
  dozen: uom("count", "12", "打", "dozen"),
  bag: uom("package:bag", "1", "袋", "bag"),
  box: uom("package:box", "1", "盒", "box"),
  carton: uom("package:carton", "1", "箱", "carton"),
  roll: uom("package:roll", "1", "卷", "roll"),
  pallet: uom("package:pallet", "1", "托盘", "pallet"),
  bottle: uom("package:bottle", "1", "瓶", "bottle"),
};

const SELDOM = new Set(["mg", "jin", "lb", "oz", "gal", "cm", "dozen"]);

/** One `given` is numerator / denominator `wanted`; `null` where they do not convert by themselves. */
export function factorBetween(given: string, wanted: string): [Dec, Dec] | null {
  const [a, b] = [UOMS[given], UOMS[wanted]];
  if (!a || !b || a.dimension !== b.dimension) return null;
  return [dec(a.factor)!, dec(b.factor)!];
}

const offered = new Map<string, string[]>();

/** What may be offered beside a base uom: the usual ones of its dimension, and the material's own. */
export function offeredWith(base: string, own: string[] = []): string[] {
  const name = [base, ...own].join();
  const found = offered.get(name) ?? together(base, own);
  offered.set(name, found);
  return found;
}

function together(base: string, own: string[]): string[] {
  const dimension = UOMS[base]?.dimension;
  const same = Object.keys(UOMS).filter((key) => UOMS[key]!.dimension === dimension && !SELDOM.has(key) && key !== base);
  return [...new Set([base, ...(dimension ? same : []), ...own])];
}

/** A uom as people read it: `kg` stays, a package is named. */
export function uomText(key: string, lang: "zh" | "en"): string {
  const known = UOMS[key];
  if (!known || !/^(count|package)/.test(known.dimension)) return key;
  return lang === "zh" ? known.label.zh : key;
}
