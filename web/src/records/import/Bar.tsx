import { Button, Progress } from "antd";
import { useT } from "../../kit/index.ts";
import type { Job } from "./jobs.ts";

/** Work under way: how far it is, and a way to stop it. */
export function Bar({ job, title, onCancel }: { job: Job; title: string; onCancel: () => void }) {
  const t = useT("records");
  const lines = Math.max(1, job.lines);
  const done = Math.min(job.lines, Math.max(0, job.line - 1));
  return (
    <section className="card import-step" aria-busy="true">
      <h2 role="status">{title}</h2>
      <Progress percent={Math.floor((done / lines) * 100)} strokeColor="var(--primary)" aria-label={title} />
      <p className="quiet">
        {t("import_of_rows", { line: done, lines: job.lines })} · {t("import_found", { rows: job.rows, good: job.rows - job.bad, bad: job.bad })}
      </p>
      <div className="import-do">
        <Button onClick={onCancel}>{t("import_cancel")}</Button>
      </div>
    </section>
  );
}
