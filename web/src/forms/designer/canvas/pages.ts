import { pagesOf } from "../../fill/parts.ts";
import type { Group } from "../model/doc.ts";

/** The parts of the canvas by the page they stand on, as when the form is filled in. */
export function groupPages(groups: Group[]): { above: Group[]; tabs: Group[][]; below: Group[] } {
  const pages = pagesOf(groups.map((group) => ({ section: group.doc, group })));
  const flat = (parts: { group: Group }[]): Group[] => parts.map((part) => part.group);
  return { above: flat(pages.above), tabs: pages.tabs.map(flat), below: flat(pages.below) };
}
