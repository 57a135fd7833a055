import type { Texts } from "../kit/i18n.ts";

const texts = import.meta.glob<{ texts: Texts }>("../*/texts.ts", { eager: true });

/** The words of every room, by room. */
export function roomTexts(): Record<string, Texts> {
  const roomOf = (path: string): string => (path.startsWith("./") ? "app" : (path.split("/")[1] ?? ""));
  return Object.fromEntries(Object.entries(texts).map(([path, module]) => [roomOf(path), module.texts]));
}
