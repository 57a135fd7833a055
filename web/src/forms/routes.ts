import type { Screen } from "../kit/index.ts";

export const routes: Screen[] = [
  { path: "/f/$form/new", load: () => import("./fill/FillScreen.tsx").then((m) => m.NewScreen) },
  { path: "/f/$form/$id/amend", load: () => import("./fill/FillScreen.tsx").then((m) => m.AmendScreen) },
];
