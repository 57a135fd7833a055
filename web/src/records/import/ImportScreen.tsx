import { useQueryClient } from "@tanstack/react-query";
import { Steps } from "antd";
import { useEffect, useState } from "react";
import "./import.css";
import { type FormInfo, keys, may, Problem, ProblemBox, useForm } from "../../api/index.ts";
import { Page, useIsPhone, useLabel, usePlace, useT, Waiting } from "../../kit/index.ts";
import { CheckStep } from "./CheckStep.tsx";
import { ColumnsStep } from "./ColumnsStep.tsx";
import { FileStep } from "./FileStep.tsx";
import { type FullJob, isPlain, isRun, choicesOf, mappingOf, useActs, useJob } from "./jobs.ts";
import { RunStep } from "./RunStep.tsx";

/** `/f/:form/import`: many records from an Excel or CSV file, in four steps. */
export function ImportScreen() {
  const t = useT("forms");
  const { params } = usePlace();
  const form = useForm(params.form ?? "");
  if (form.error) return <ProblemBox problem={form.error} onRetry={() => void form.refetch()} />;
  if (!form.data) return <Waiting />;
  if (!may(form.data, "import")) return <ProblemBox problem={new Problem(403, t("not_allowed"), t("not_allowed"))} />;
  return <Import form={form.data} />;
}

const STEPS = ["file", "columns", "check", "run"];

function stepOf(job: FullJob | undefined, back: boolean): number {
  if (!job) return 0;
  if (isRun(job)) return 3;
  return back || job.plan === null || job.state === "ready" ? 1 : 2;
}

function Import({ form }: { form: FormInfo }) {
  const t = useT("records");
  const label = useLabel();
  const phone = useIsPhone();
  const place = usePlace();
  const id = place.search.job ?? "";
  const job = useJob(form.key, id);
  const [back, setBack] = useState(false);
  const step = id ? stepOf(job.data, back) : 0;
  const list = (): void => place.go(`/f/${form.key}`);
  const open = (next: string): void => {
    setBack(false);
    place.setSearch({ job: next });
  };
  return (
    <Page title={t("import_of", { form: label(form.definition.label) })} onBack={list}>
      <div className="import">
        <Steps
          className="import-steps"
          size="small"
          current={step}
          orientation="horizontal"
          responsive={false}
          titlePlacement={phone ? "vertical" : "horizontal"}
          items={STEPS.map((key) => ({ title: t(`import_step_${key}`) }))}
        />
        {id && job.error ? <ProblemBox problem={job.error} onRetry={() => open("")} /> : null}
        {step === 0 && !job.error ? id ? <Waiting rows={4} /> : <FileStep form={form} onBegun={open} /> : null}
        {job.data && step > 0 ? (
          <Job key={job.data.id} form={form} job={job.data} step={step} onStep={setBack} onOther={() => open("")} />
        ) : null}
      </div>
    </Page>
  );
}

type JobProps = { form: FormInfo; job: FullJob; step: number; onStep: (back: boolean) => void; onOther: () => void };

function Job({ form, job, step, onStep, onOther }: JobProps) {
  const client = useQueryClient();
  const acts = useActs(form.key, job.id);
  const [problem, setProblem] = useState<unknown>(null);
  const doing = (work: () => Promise<void>): void => {
    setProblem(null);
    void work().catch(setProblem);
  };
  const plain = job.state === "ready" && isPlain(job);
  useEffect(() => {
    if (plain) void acts.run({ mapping: mappingOf(choicesOf(job)) }, true).catch(setProblem);
  }, [plain]); // eslint-disable-line
  useEffect(() => {
    if (job.state === "done") void client.invalidateQueries({ queryKey: keys.records(form.key) });
  }, [job.state, client, form.key]);
  return (
    <>
      {problem ? <ProblemBox problem={problem} /> : null}
      {step === 1 ? (
        <ColumnsStep
          form={form}
          job={job}
          onOther={onOther}
          onCheck={(plan) => {
            onStep(false);
            doing(() => acts.run(plan, true));
          }}
        />
      ) : null}
      {step === 2 ? <CheckStep job={job} acts={acts} doing={doing} onBack={() => onStep(true)} /> : null}
      {step === 3 ? <RunStep form={form} job={job} acts={acts} doing={doing} onOther={onOther} /> : null}
    </>
  );
}
