import type { Screen } from "../kit/index.ts";

export const routes: Screen[] = [{ path: "/", load: () => import("./home/HomeScreen.tsx").then((m) => m.HomeScreen) }];
