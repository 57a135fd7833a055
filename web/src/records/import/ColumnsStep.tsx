import { Alert, Button, Select } from "antd";
import { useState } from "react";
import { type FormInfo, may } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";
import { type Choice, choicesOf, type FullJob, type Mapped, mappingOf, missing, type Plan, usualKey } from "./jobs.ts";
import { type Doing, WhatToDo } from "./WhatToDo.tsx";

type ColumnsProps = {
  form: FormInfo;
  job: FullJob;
  onCheck: (plan: Partial<Plan> & { mapping: Mapped[] }) => void;
  onOther: () => void;
};

/** Step 2: which column fills which field, and whether records are made or changed. */
export function ColumnsStep({ form, job, onCheck, onOther }: ColumnsProps) {
  const t = useT("records");
  const [choices, setChoices] = useState<Choice[]>(() => choicesOf(job));
  const [doing, setDoing] = useState<Doing>({ mode: job.plan?.mode ?? "new", by: job.plan?.by ?? [], blank: job.plan?.blank ?? "leave" });
  const by = doing.by.filter((key) => choices.includes(key));
  const keyed = doing.mode === "new" ? by : by.length ? by : usualKey(job, choices);
  const lacking = doing.mode === "update" ? [] : missing(job, choices);
  const choose = (column: number, choice: Choice): void => setChoices(choices.map((one, n) => (n === column ? choice : one === choice ? "" : one)));
  const ready = job.state !== "reading" && choices.some((one) => one !== "") && (doing.mode === "new" || keyed.length > 0);
  return (
    <section className="card import-step">
      <h2>
        {job.name} {job.lines ? <span className="faint">{t("import_lines", { count: job.lines })}</span> : null}
      </h2>
      <p className="quiet">{t("import_map_hint")}</p>
      <ColumnMap job={job} choices={choices} onChoose={choose} />
      {lacking.length ? <Alert type="warning" showIcon title={t("import_missing", { fields: lacking.map((one) => one.title).join(t("comma")) })} /> : null}
      <WhatToDo job={job} choices={choices} doing={{ ...doing, by: keyed }} mayChange={may(form, "amend")} onChange={setDoing} />
      <div className="import-do">
        <Button type="primary" disabled={!ready} loading={job.state === "reading"} onClick={() => onCheck({ mapping: mappingOf(choices), ...doing, by: keyed })}>
          {job.state === "reading" ? t("import_reading") : t("import_check")}
        </Button>
        <Button onClick={onOther}>{t("import_other_file")}</Button>
      </div>
    </section>
  );
}

type MapProps = { job: FullJob; choices: Choice[]; onChoose: (column: number, choice: Choice) => void };

function ColumnMap({ job, choices, onChoose }: MapProps) {
  const t = useT("records");
  const options = [
    { value: "", label: t("import_skip") },
    ...job.targets.flatMap((one) => [
      { value: one.to, label: one.required ? `${one.title} *` : one.title },
      ...(one.unit ? [{ value: `${one.to}#`, label: t("import_unit_of", { field: one.title }) }] : []),
    ]),
  ];
  const guessed = new Set(job.plan ? [] : job.guess.filter((one) => !one.sure).map((one) => one.column));
  return (
    <div className="import-map" role="table" aria-label={t("import_step_columns")}>
      <div className="import-map-row import-map-head" role="row">
        <span role="columnheader">{t("import_in_file")}</span>
        <span role="columnheader">{t("import_to")}</span>
      </div>
      {job.columns.map((column, n) => (
        <div key={n} className="import-map-row" role="row">
          <span role="cell" className="import-map-from">
            <b>{column.head || t("import_no_head", { n: n + 1 })}</b>
            <span className="faint cut">{column.values.join(" · ")}</span>
          </span>
          <span role="cell" className="import-map-to">
            <Select
              aria-label={column.head || t("import_no_head", { n: n + 1 })}
              className={choices[n] ? "" : "import-skipped"}
              showSearch={{ optionFilterProp: "label" }}
              value={choices[n]}
              options={options}
              onChange={(choice: Choice) => onChoose(n, choice)}
            />
            {guessed.has(n) && choices[n] === choicesOf(job)[n] ? <span className="faint">{t("import_guess")}</span> : null}
          </span>
        </div>
      ))}
    </div>
  );
}
