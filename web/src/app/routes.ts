import type { Screen } from "../kit/index.ts";

export const routes: Screen[] = [
  { path: "/", load: () => import("./home/HomeScreen.tsx").then((m) => m.HomeScreen) },
  { path: "/setup", load: () => import("./setup/SetupScreen.tsx").then((m) => m.SetupScreen) },
];
