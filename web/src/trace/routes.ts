import type { Screen } from "../kit/index.ts";

export const routes: Screen[] = [
  { path: "/trace", load: () => import("./screen/TraceScreen.tsx").then((m) => m.TraceScreen) },
  { path: "/lots", load: () => import("./lot/LotsScreen.tsx").then((m) => m.LotsScreen) },
  { path: "/lots/of", load: () => import("./search/LotsOfScreen.tsx").then((m) => m.LotsOfScreen) },
  { path: "/passport", load: () => import("./passport/PassportScreen.tsx").then((m) => m.PassportScreen) },
  { path: "/stock", load: () => import("./stock/StockScreen.tsx").then((m) => m.StockScreen) },
  { path: "/lot", load: () => import("./lot/LotScreen.tsx").then((m) => m.LotScreen) },
  { path: "/trace-map", load: () => import("./map/MapScreen.tsx").then((m) => m.MapScreen) },
  { path: "/recall", load: () => import("./recall/RecallScreen.tsx").then((m) => m.RecallScreen) },
  { path: "/recall/new", load: () => import("./recall/StartScreen.tsx").then((m) => m.StartScreen) },
  { path: "/recall/$id", load: () => import("./recall/CaseScreen.tsx").then((m) => m.CaseScreen) },
];
