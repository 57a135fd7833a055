/** Checks that rooms import only downward and that files stay small. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const SRC = resolve(import.meta.dirname, "src");
const LEVEL = { kit: 0, api: 1, expr: 2, forms: 3, access: 4, trace: 4, records: 4, app: 5 };
const LIMIT = { ".tsx": 250, ".ts": 400 };

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : /\.tsx?$/.test(name) ? [path] : [];
  });
}

function roomOf(path) {
  return relative(SRC, path).split(/[\\/]/)[0];
}

function importsOf(text) {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g)].map((m) => m[1]);
}

const mistakes = [];
for (const file of files(SRC)) {
  const name = relative(SRC, file);
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n").length;
  const limit = LIMIT[file.endsWith(".tsx") ? ".tsx" : ".ts"];
  if (lines > limit && !/texts\.ts$|\.test\.tsx?$/.test(name)) mistakes.push(`${name}: ${lines} lines, at most ${limit}`);
  const room = roomOf(file);
  if (!(room in LEVEL)) mistakes.push(`${name}: not in a known room`);
  for (const target of importsOf(text)) {
    const other = roomOf(resolve(dirname(file), target));
    if (other === room || !(other in LEVEL)) continue;
    if (LEVEL[other] >= LEVEL[room]) mistakes.push(`${name}: ${room} may not import ${other} (${target})`);
  }
}
if (mistakes.length) {
  console.error(mistakes.join("\n"));
  process.exit(1);
}
