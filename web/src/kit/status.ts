/** Statuses a lot can show; `expired` is derived from its date, never stored. */
export const LOT_STATUSES = ["quarantine", "released", "held", "rejected", "recalled", "expired", "void"] as const;
export type LotStatus = (typeof LOT_STATUSES)[number];

/** Red and amber mean status and nothing else. */
export type Tone = "green" | "amber" | "red" | "grey" | "teal";

export const STATUS_TONES: Record<LotStatus, Tone> = {
  quarantine: "amber",
  released: "green",
  held: "amber",
  rejected: "red",
  recalled: "red",
  expired: "red",
  void: "grey",
};

/** Colours for canvases. */
export const STATUS_COLOURS: Record<LotStatus, string> = {
  quarantine: "#d99a2b",
  released: "#2f8f5b",
  held: "#c77f0a",
  rejected: "#cf3b33",
  recalled: "#b3211a",
  expired: "#cf3b33",
  void: "#8a9592",
};

/** Whether `expires_on` (YYYY-MM-DD, good through that day) lies before today. */
export function isExpired(expiresOn: string | null | undefined, today: Date = new Date()): boolean {
  if (!expiresOn) return false;
  const day = `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, "0")}-${String(today.getDate()).padStart(2, "0")}`;
  return expiresOn.slice(0, 10) < day;
}

/** What is shown of a lot: its status, or `expired` where a released lot is past its date. */
export function shownStatus(status: string, expiresOn?: string | null, today?: Date): LotStatus {
  const known = LOT_STATUSES.find((one) => one === status) ?? "quarantine";
  return known === "released" && isExpired(expiresOn, today) ? "expired" : known;
}

/** The tone of a choice's `color`. */
export function toneOf(color: string | null | undefined): Tone {
  return color === "green" || color === "amber" || color === "red" || color === "teal" ? color : "grey";
}
