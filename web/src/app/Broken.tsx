import type { ErrorComponentProps } from "@tanstack/react-router";
import { Problem, ProblemBox } from "../api/index.ts";
import { useT } from "../kit/index.ts";

/** A screen that failed: what happened, and to try again. What was typed stays in the browser. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const t = useT("app");
  const stale = /dynamically imported|module script failed|Failed to fetch/.test(String(error));
  const problem = error instanceof Problem ? error : new Problem(-1, t(stale ? "stale" : "broken"), stale ? "" : String(error));
  return <ProblemBox problem={problem} onRetry={() => (stale ? window.location.reload() : reset())} />;
}
