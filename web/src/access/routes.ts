import type { Screen } from "../kit/index.ts";

export const routes: Screen[] = [
  { path: "/login", bare: true, load: () => import("./LoginScreen.tsx").then((m) => m.LoginScreen) },
  { path: "/claim", bare: true, load: () => import("./ClaimScreen.tsx").then((m) => m.ClaimScreen) },
  { path: "/people", load: () => import("./people/PeopleScreen.tsx").then((m) => m.PeopleScreen) },
];
