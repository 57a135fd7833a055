import { DownloadOutlined } from "@ant-design/icons";
import { Button, Checkbox } from "antd";
import { useState } from "react";
import { apiAddress } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";
import { type Acts, type FullJob, jobsPath, type Plan } from "./jobs.ts";
import { Bar } from "./Bar.tsx";
import { Mistakes } from "./Mistakes.tsx";

type CheckProps = { job: FullJob; acts: Acts; doing: (work: () => Promise<void>) => void; onBack: () => void };

/** Step 3: what is wrong with the rows; nothing is written yet. */
export function CheckStep({ job, acts, doing, onBack }: CheckProps) {
  const t = useT("records");
  const [warned, setWarned] = useState(job.plan?.warned ?? false);
  if (job.state === "checking") return <Bar job={job} title={t("import_busy_checking")} onCancel={() => doing(acts.cancel)} />;
  const good = Math.max(0, job.rows - job.bad);
  const plan = job.plan as Plan;
  const again = (more: Partial<Plan>, dryRun: boolean): void => doing(() => acts.run({ ...plan, warned, ...more }, dryRun));
  const warns = job.bad_rows.some((row) => row.errors.some((one) => one.code === "forms.guard_warns"));
  return (
    <section className="card import-step">
      <h2 className={job.bad ? "import-sum import-sum-bad" : "import-sum"} role="status">
        {t("import_found", { rows: job.rows, good, bad: job.bad })}
      </h2>
      {plan.mode === "new" ? null : <p>{t("import_found_changes", job)}</p>}
      {job.bad ? <Mistakes outcome={{ rows: job.rows, submitted: 0, ids: [], bad: job.bad_rows }} total={job.bad} /> : <p className="quiet">{t(job.rows ? "import_right" : "import_nothing")}</p>}
      {warns || warned ? (
        <Checkbox checked={warned} onChange={(event) => setWarned(event.target.checked)}>
          {t("import_warns")}
        </Checkbox>
      ) : null}
      <p className="faint">
        {t(job.at_once ? "import_rule_once" : "import_rule_pieces")} {job.at_once ? "" : t("import_rule_check")}
      </p>
      <div className="import-do">
        {warned !== plan.warned ? (
          <Button type="primary" onClick={() => again({}, true)}>
            {t("import_check_again")}
          </Button>
        ) : null}
        {job.bad === 0 && good > 0 ? (
          <Button type="primary" onClick={() => again({ good_only: !job.at_once }, false)}>
            {t("import_do", { count: good })}
          </Button>
        ) : null}
        {job.bad > 0 ? (
          <Button type="primary" icon={<DownloadOutlined />} href={apiAddress(`${jobsPath(job.form)}/${job.id}/errors.xlsx`)} download={`${job.form}-wrong.xlsx`}>
            {t("import_give_back")}
          </Button>
        ) : null}
        {job.bad > 0 && good > 0 ? <Button onClick={() => again({ good_only: true }, false)}>{t("import_do_good", { count: good })}</Button> : null}
        <Button onClick={onBack}>{t("import_back")}</Button>
      </div>
    </section>
  );
}
