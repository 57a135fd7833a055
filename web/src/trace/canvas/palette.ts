import { FONT, type LotStatus, MONO, STAGE_COLOURS, STATUS_COLOURS } from "../../kit/index.ts";

/** The house's colours as the canvas needs them. */
export type Palette = {
  surface: string;
  band: string;
  bandOther: string;
  line: string;
  lineStrong: string;
  text: string;
  text2: string;
  text3: string;
  primary: string;
  primarySoft: string;
  link: string;
  faded: string;
};

/** Reads the theme as it is now. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    surface: of("surface"),
    band: of("page"),
    bandOther: of("surface-2"),
    line: of("line"),
    lineStrong: of("line-strong"),
    text: of("text"),
    text2: of("text-2"),
    text3: of("text-3"),
    primary: of("primary"),
    primarySoft: of("primary-soft"),
    link: of("primary"),
    faded: of("line-strong"),
  };
}

export const codeFont = (px: number): string => `600 ${px}px ${MONO}`;
export const textFont = (px: number, weight = 400): string => `${weight} ${px}px ${FONT}`;
export { STAGE_COLOURS, STATUS_COLOURS };

/** The colour of a status somebody must know of; null for released lots, and for expired ones: most of those were used up in time. */
export function alarmOf(status: LotStatus | null): string | null {
  return status === null || status === "released" || status === "expired" ? null : STATUS_COLOURS[status];
}
