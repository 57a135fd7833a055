import { useCallback, useState } from "react";
import type { Pages, Part } from "./parts.ts";

/** The id of a section's place on the screen. */
export function sectionId(at: number): string {
  return `ff-part-${at}`;
}

export type Opened = {
  tab: number;
  go: (tab: number) => void;
  /** Sections the person opened or shut; others are as the form says. */
  folded: (part: Part<unknown>) => boolean;
  fold: (part: Part<unknown>, open: boolean) => void;
  /** Brings a field into view: its tab is gone to, its section opened. */
  show: (field: string) => void;
};

const nameOf = (part: Part<unknown>): string => (part.section ? `${part.section.label.en}/${part.section.fields[0] ?? ""}` : "");

/** Which tab stands in front, and which sections are open. */
export function useOpened<F extends { key: string }>(pages: Pages<F>): Opened {
  const [tab, setTab] = useState(0);
  const [opened, setOpened] = useState<Record<string, boolean>>({});
  const folded = (part: Part<unknown>): boolean => !(opened[nameOf(part)] ?? !part.section?.collapsed);
  const fold = useCallback((part: Part<unknown>, open: boolean) => setOpened((now) => ({ ...now, [nameOf(part)]: open })), []);
  const show = (field: string): void => {
    const has = (part: Part<F>): boolean => part.fields.some((one) => one.key === field);
    const at = pages.tabs.findIndex((parts) => parts.some(has));
    if (at >= 0) setTab(at);
    const part = [...pages.above, ...pages.tabs.flat(), ...pages.below].find(has);
    if (part && folded(part)) fold(part, true);
  };
  return { tab: Math.min(tab, Math.max(0, pages.tabs.length - 1)), go: setTab, folded, fold, show };
}
