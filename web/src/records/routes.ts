import type { Screen } from "../kit/index.ts";

export const routes: Screen[] = [
  { path: "/f/$form/import", load: () => import("./import/ImportScreen.tsx").then((m) => m.ImportScreen) },
  { path: "/f/$form", load: () => import("./list/ListScreen.tsx").then((m) => m.ListScreen) },
  { path: "/f/$form/$id", load: () => import("./page/RecordScreen.tsx").then((m) => m.RecordScreen) },
  { path: "/standards", load: () => import("./standards/StandardsScreen.tsx").then((m) => m.StandardsScreen) },
  { path: "/registers", load: () => import("./registers/RegistersScreen.tsx").then((m) => m.RegistersScreen) },
];
