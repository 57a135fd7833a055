import type { Screen, Texts } from "../kit/index.ts";

const texts = import.meta.glob<{ texts: Texts }>("../*/texts.ts", { eager: true });
const screens = import.meta.glob<{ routes: Screen[] }>("../*/routes.ts", { eager: true });

/** The words of every room, by room. */
export function roomTexts(): Record<string, Texts> {
  return Object.fromEntries(Object.entries(texts).map(([path, module]) => [path.split("/")[1] ?? "", module.texts]));
}

/** Every room's screens. */
export function roomScreens(): Screen[] {
  return Object.values(screens).flatMap((module) => module.routes);
}
