export * from "./client.ts";
export * from "./definition.ts";
export * from "./hooks.ts";
export * from "./keys.ts";
export * from "./live.ts";
export * from "./ProblemBox.tsx";
export * from "./save.ts";
export type * from "./types.ts";
