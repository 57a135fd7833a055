/** Names of cached answers; `/live` makes them stale by these names. */
export const keys = {
  me: ["me"] as const,
  forms: ["forms"] as const,
  form: (key: string) => ["form", key] as const,
  views: (form: string) => ["views", form] as const,
  drafts: ["drafts"] as const,
  records: (form: string, query?: unknown) => (query === undefined ? (["records", form] as const) : (["records", form, query] as const)),
  record: (form: string, id: string) => ["record", form, id] as const,
  timeline: (form: string, id: string) => ["record", form, id, "timeline"] as const,
  lots: (query?: unknown) => (query === undefined ? (["lots"] as const) : (["lots", query] as const)),
  lot: (code: string) => ["lot", code] as const,
  trace: (query: unknown) => ["trace", query] as const,
  people: ["people"] as const,
};
