import type { Screen } from "../kit/index.ts";

const screens = import.meta.glob<{ routes: Screen[] }>("../*/routes.ts", { eager: true });

/** Every room's screens. */
export function roomScreens(): Screen[] {
  return Object.values(screens).flatMap((module) => module.routes);
}
