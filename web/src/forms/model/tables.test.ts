import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { PRESETS } from "./preset.ts";
import { UOMS } from "./uom.ts";

const SERVER = resolve(import.meta.dirname, "../../../../src/suyuan");
const source = (path: string): string => readFileSync(resolve(SERVER, path), "utf8");

test.skipIf(!existsSync(SERVER))("presets are those of the server", () => {
  const found = [...source("forms/presets.py").matchAll(/^_add\("(\w+)", "(\w+)", "[^"]*", "[^"]*"(.*)\)$/gm)].map(([, key, type, rest]) => {
    const given = Object.fromEntries([...rest!.matchAll(/(\w+)=(\[[^\]]*\]|"[^"]*"|[\w.-]+)/g)].map(([, name, value]) => [name, JSON.parse(value!.replace("True", "true"))]));
    const { widget, ...options } = given;
    return [key, { type, ...(widget ? { widget } : {}), options }];
  });
  const ours = Object.fromEntries(Object.entries(PRESETS).map(([key, { widget, ...rest }]) => [key, widget ? { ...rest, widget } : rest]));
  expect(found.length).toBeGreaterThan(10);
  expect(ours).toEqual(Object.fromEntries(found));
});

test.skipIf(!existsSync(SERVER))("units of measure are those of the server", () => {
  const found = [...source("kernel/units.py").matchAll(/^ {4}\("(\w+)", "([\w:]+)", "([\d.]+)", "\w+", "([^"]+)", "([^"]+)", \d\),$/gm)].map(
    ([, key, dimension, factor, zh, en]) => [key, { dimension, factor, label: { zh, en } }],
  );
  expect(found.length).toBeGreaterThan(15);
  expect(UOMS).toEqual(Object.fromEntries(found));
});
