import type { Screen } from "../kit/index.ts";

export const routes: Screen[] = [
  { path: "/trace", load: () => import("./screen/TraceScreen.tsx").then((m) => m.TraceScreen) },
  { path: "/lots", load: () => import("./lot/LotsScreen.tsx").then((m) => m.LotsScreen) },
  { path: "/lot", load: () => import("./lot/LotScreen.tsx").then((m) => m.LotScreen) },
];
