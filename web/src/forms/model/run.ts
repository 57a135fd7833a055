import { type Expression, parse, reads } from "../../expr/index.ts";

/** An expression ready to run, with the paths it reads. */
export type Run = { text: string; expression: Expression; paths: string[][] };

/** A text as an expression; `null` when there is none, or it is wrong (publishing said why). */
export function runOf(text: unknown): Run | null {
  if (typeof text !== "string" || text === "") return null;
  try {
    const expression = parse(text);
    return { text, expression, paths: [...reads(expression)].map((path) => path.split(".")) };
  } catch {
    return null;
  }
}
