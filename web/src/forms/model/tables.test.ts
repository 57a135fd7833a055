import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import types from "./field-types.json";
import { PRESETS } from "./preset.ts";
import { UOMS } from "./uom.ts";

const SERVER = resolve(import.meta.dirname, "../../../../src/suyuan");
/** One thing of the server's palette, as `python -m suyuan.forms.palette` writes it. */
type Told = { key: string; type: string; preset: string; widget: string; preset_options: Record<string, unknown> };
const TYPES = types as Told[];
const source = (path: string): string => readFileSync(resolve(SERVER, path), "utf8");

test("presets are those of the server", () => {
  const drawn = (key: string): string => TYPES.find((one) => one.key === key)!.widget;
  const found = TYPES.filter((one) => one.preset).map((one) => [one.key, { type: one.type, widget: one.widget, options: one.preset_options }]);
  const ours = Object.entries(PRESETS).map(([key, { type, widget, options }]) => [key, { type, widget: widget ?? drawn(type), options }]);
  expect(found.length).toBeGreaterThan(10);
  expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(found));
});

test.skipIf(!existsSync(SERVER))("units of measure are those of the server", () => {
  const found = [...source("kernel/units.py").matchAll(/^ {4}\("(\w+)", "([\w:]+)", "([\d.]+)", "\w+", "([^"]+)", "([^"]+)", \d\),$/gm)].map(
    ([, key, dimension, factor, zh, en]) => [key, { dimension, factor, label: { zh, en } }],
  );
  expect(found.length).toBeGreaterThan(15);
  expect(UOMS).toEqual(Object.fromEntries(found));
});
