import { DownloadOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { apiAddress, type FormInfo } from "../../api/index.ts";
import { usePlace, useT } from "../../kit/index.ts";
import { Bar } from "./Bar.tsx";
import { type Acts, type FullJob, jobsPath } from "./jobs.ts";
import { Mistakes } from "./Mistakes.tsx";

type RunProps = { form: FormInfo; job: FullJob; acts: Acts; doing: (work: () => Promise<void>) => void; onOther: () => void };

/** Step 4: the rows being written, and what came of it. */
export function RunStep({ form, job, acts, doing, onOther }: RunProps) {
  const t = useT("records");
  const place = usePlace();
  if (job.state === "running") return <Bar job={job} title={t("import_busy_running")} onCancel={() => doing(acts.cancel)} />;
  const then = place.search.then;
  const after = then?.startsWith("/") && !then.startsWith("//") ? then : null;
  const none = job.state === "stopped" && job.made + job.changed === 0;
  const good = job.state === "done";
  const told = [t("import_done", { count: job.made }), ...(job.plan?.mode === "new" ? [] : [t("import_found_changes", job)])];
  return (
    <section className="card import-step">
      <Alert
        className="import-end"
        type={good && !job.bad ? "success" : good ? "warning" : "error"}
        showIcon
        title={t(none ? "import_end.stopped_none" : `import_end.${job.state}`, { line: job.line })}
        description={
          <>
            <div>{told.join(t("comma"))}</div>
            {job.why ? <div>{job.why}</div> : null}
            {job.bad ? <div>{t("import_wrong_rows", { count: job.bad })}</div> : null}
          </>
        }
      />
      {job.bad ? <Mistakes outcome={{ rows: job.rows, submitted: job.made, ids: [], bad: job.bad_rows }} total={job.bad} /> : null}
      <div className="import-do">
        {good ? (
          <Button type={job.bad ? "default" : "primary"} onClick={() => place.go(after ?? `/f/${form.key}`)}>
            {t(after ? "import_on" : "import_see")}
          </Button>
        ) : null}
        {job.bad ? (
          <Button type="primary" icon={<DownloadOutlined />} href={apiAddress(`${jobsPath(job.form)}/${job.id}/errors.xlsx`)} download={`${job.form}-wrong.xlsx`}>
            {t("import_give_back")}
          </Button>
        ) : null}
        {good ? null : (
          <>
            <Button onClick={() => doing(() => acts.resume(true))}>{t("import_go_on_good")}</Button>
            {job.state === "stopped" ? null : <Button onClick={() => doing(() => acts.resume(job.plan?.good_only ?? false))}>{t("import_go_on")}</Button>}
          </>
        )}
        <Button onClick={onOther}>{t("import_other_file")}</Button>
      </div>
    </section>
  );
}
