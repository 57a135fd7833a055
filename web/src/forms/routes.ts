import type { Screen } from "../kit/index.ts";

export const routes: Screen[] = [
  { path: "/f/$form/new", load: () => import("./fill/FillScreen.tsx").then((m) => m.NewScreen) },
  { path: "/f/$form/$id/amend", load: () => import("./fill/FillScreen.tsx").then((m) => m.AmendScreen) },
  { path: "/design", load: () => import("./designer/list/DesignScreen.tsx").then((m) => m.DesignScreen) },
  { path: "/design/packs", load: () => import("./designer/packs/PacksScreen.tsx").then((m) => m.PacksScreen) },
  { path: "/preview/$form", load: () => import("./designer/preview/PreviewScreen.tsx").then((m) => m.PreviewScreen) },
  { path: "/design/$form", load: () => import("./designer/DesignerScreen.tsx").then((m) => m.DesignerScreen), bare: true },
  { path: "/p/$token", load: () => import("./share/PublicScreen.tsx").then((m) => m.PublicScreen), bare: true },
];
