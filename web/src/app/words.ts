import type { Texts } from "../kit/i18n.ts";

const texts = import.meta.glob<{ texts: Texts }>("../*/texts.ts", { eager: true });

/** The words of every room, by room. */
export function roomTexts(): Record<string, Texts> {
  return Object.fromEntries(Object.entries(texts).map(([path, module]) => [path.split("/")[1] ?? "", module.texts]));
}
