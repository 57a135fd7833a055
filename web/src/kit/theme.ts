import { type ThemeConfig, theme as antdTheme } from "antd";

export type Look = "light" | "dark";

/** The seven stages of the chain, in order; their colours are the same everywhere (`--stage-<key>` in CSS). */
export const STAGES = ["supplier", "receipt", "production", "inspection", "packing", "shipment", "customer"] as const;
export type Stage = (typeof STAGES)[number];

/** For canvases, which cannot read CSS variables cheaply. Same values as `theme.css`. */
export const STAGE_COLOURS: Record<Stage, string> = {
  supplier: "#6b7a76",
  receipt: "#2f8f5b",
  production: "#b7791f",
  inspection: "#7a5bb0",
  packing: "#1f8a8a",
  shipment: "#2f6db5",
  customer: "#44525f",
};

export const PRIMARY = "#0f6e5c";

export const FONT =
  '-apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Segoe UI", "Noto Sans", sans-serif';
export const MONO = 'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "Liberation Mono", "Noto Sans Mono", monospace';

/** Antd in the colours of the house; controls are 32 px on a desk and 44 px on a phone. */
export function antdConfig(look: Look, phone: boolean): ThemeConfig {
  const dark = look === "dark";
  return {
    algorithm: dark ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      colorPrimary: PRIMARY,
      colorInfo: PRIMARY,
      colorLink: dark ? "#4fb8a3" : PRIMARY,
      colorSuccess: "#2f8f5b",
      colorWarning: "#c77f0a",
      colorError: "#cf3b33",
      colorBgLayout: dark ? "#131817" : "#f3f5f4",
      colorText: dark ? "#e6ebe9" : "#1d2624",
      colorTextSecondary: dark ? "#a5b1ad" : "#5a6764",
      colorTextTertiary: dark ? "#84918d" : "#65736e",
      colorTextPlaceholder: dark ? "#84918d" : "#71807b",
      colorBorder: dark ? "#38423f" : "#d5dcda",
      colorBorderSecondary: dark ? "#2a3230" : "#e6eae8",
      borderRadius: 6,
      fontFamily: FONT,
      fontFamilyCode: MONO,
      fontSize: phone ? 15 : 14,
      controlHeight: phone ? 44 : 32,
      controlHeightSM: phone ? 36 : 26,
      boxShadow: "0 6px 24px rgba(20, 40, 36, 0.12)",
      boxShadowTertiary: "none",
      motionDurationMid: "0.12s",
      motionDurationSlow: "0.18s",
    },
    components: {
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", fontWeight: 500 },
      Card: { bodyPadding: 16, headerFontSize: 14 },
      Table: { cellPaddingBlock: 9, cellPaddingInline: 12, headerBg: dark ? "#1d2422" : "#f8faf9" },
    },
  };
}
