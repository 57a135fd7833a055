import type { ComponentType } from "react";

/** One tab of the form designer. */
export type DesignerTab = {
  key: string;
  /** Key of its name among the forms' words. */
  label: string;
  load: () => Promise<ComponentType>;
};

/** The tabs, in order. */
export const TABS: DesignerTab[] = [
  { key: "fields", label: "design_tab_fields", load: () => import("./fields/FieldsTab.tsx").then((m) => m.FieldsTab) },
  { key: "trace", label: "dt_tab", load: () => import("./trace/TraceTab.tsx").then((m) => m.TraceTab) },
  { key: "print", label: "pt_tab", load: () => import("../print/PrintTab.tsx").then((m) => m.PrintTab) },
  { key: "publish", label: "design_tab_publish", load: () => import("./publish/PublishTab.tsx").then((m) => m.PublishTab) },
];
