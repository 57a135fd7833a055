import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { apiAddress, type FormInfo, ProblemBox } from "../../api/index.ts";
import { FileDrop, showInstant, useT } from "../../kit/index.ts";
import { refused, typed } from "./data.ts";
import { ACCEPTED, begin, type Job, jobsPath, MOST_MB, useJobs } from "./jobs.ts";

/** Step 1: the template, the file, and the imports of late. */
export function FileStep({ form, onBegun }: { form: FormInfo; onBegun: (id: string) => void }) {
  const t = useT("records");
  const [busy, setBusy] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const choose = (file: File): void => {
    const known = typed(file, ACCEPTED);
    setProblem(null);
    if (!known || file.size > MOST_MB * 1024 * 1024) return setProblem(refused(t(known ? "import_large" : "import_kind", { most: MOST_MB, kinds: ACCEPTED })));
    setBusy(file.name);
    begin(form.key, known, file.name)
      .then((job) => onBegun(job.id))
      .catch((error: unknown) => {
        setProblem(error);
        setBusy("");
      });
  };
  return (
    <>
      <section className="card import-step">
        <h2>{t("import_file")}</h2>
        <FileDrop
          accept={ACCEPTED}
          busy={busy !== ""}
          title={busy || t("import_drop")}
          hint={busy ? t("import_reading") : t("import_big_limits", { kinds: ACCEPTED.split(",").join(" "), most: MOST_MB })}
          onFile={choose}
        />
        {problem ? <ProblemBox problem={problem} /> : null}
      </section>
      <section className="card import-step">
        <h2>{t("import_template")}</h2>
        <p className="quiet">{t("import_template_hint")}</p>
        <Button icon={<DownloadOutlined />} href={apiAddress(`/records/${encodeURIComponent(form.key)}/template.xlsx`)} download={`${form.key}.xlsx`}>
          {t("import_template_get")}
        </Button>
      </section>
      <Recent form={form.key} onOpen={onBegun} />
    </>
  );
}

/** Imports shown before all are asked for. */
const FEW = 5;

/** One's earlier imports into the form: what became of each, its wrong rows as a file. */
function Recent({ form, onOpen }: { form: string; onOpen: (id: string) => void }) {
  const t = useT("records");
  const found = useJobs(form).data?.items ?? [];
  const [all, setAll] = useState(false);
  if (found.length === 0) return null;
  const told = (job: Job): string => [t(`import_state.${job.state}`), job.made || job.changed ? t("import_came_in", { count: job.made + job.changed }) : ""].filter(Boolean).join(t("comma"));
  return (
    <section className="card import-step">
      <h2>{t("import_recent")}</h2>
      <ul className="import-recent">
        {found.slice(0, all ? found.length : FEW).map((job) => (
          <li key={job.id}>
            <button type="button" className="import-recent-row" onClick={() => onOpen(job.id)}>
              <span className="cut import-recent-name">{job.name}</span>
              <span className="faint">{showInstant(job.made_at)}</span>
              <span className="quiet">{told(job)}</span>
            </button>
            {job.bad ? (
              <Button type="link" icon={<DownloadOutlined />} href={apiAddress(`${jobsPath(form)}/${job.id}/errors.xlsx`)} download={`${form}-wrong.xlsx`}>
                {t("import_wrong_file", { count: job.bad })}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {found.length > FEW && !all ? (
        <Button type="link" onClick={() => setAll(true)}>
          {t("import_recent_all", { count: found.length })}
        </Button>
      ) : null}
    </section>
  );
}
