import { Button } from "antd";
import { Nothing, useT } from "../kit/index.ts";
import { Problem } from "./client.ts";

/** A refusal in words, with what can be done: try again, or whom to tell. */
export function ProblemBox({ problem, onRetry }: { problem: unknown; onRetry?: () => void }) {
  const t = useT("api");
  const known = problem instanceof Problem ? problem : null;
  const title = known?.status === 404 ? t("not_found") : known?.status === 403 ? t("forbidden") : known?.title || t("broken");
  const lasting = known !== null && [403, 404].includes(known.status);
  const hints = [known?.detail, ...(known?.errors.map((one) => one.message) ?? [])].filter((text) => text && text !== title);
  return (
    <Nothing
      title={title}
      hint={
        <>
          {hints.join(" ")}
          {known?.id ? <div className="faint">{t("report_id", { id: known.id })}</div> : null}
        </>
      }
    >
      {onRetry && !lasting ? <Button onClick={onRetry}>{t("retry")}</Button> : null}
    </Nothing>
  );
}

/** A refusal as one line, for toasts. */
export function problemText(problem: unknown): string {
  if (!(problem instanceof Problem)) return problem instanceof Error ? problem.message : String(problem);
  const lines = problem.errors.map((one) => one.message).filter(Boolean);
  return lines.length ? lines.join("; ") : problem.detail || problem.title;
}
