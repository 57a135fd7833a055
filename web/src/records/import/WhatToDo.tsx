import { Radio, Select } from "antd";
import { useT } from "../../kit/index.ts";
import type { Choice, FullJob, Mode, Plan } from "./jobs.ts";

export type Doing = Pick<Plan, "mode" | "by" | "blank">;

type WhatProps = { job: FullJob; choices: Choice[]; doing: Doing; mayChange: boolean; onChange: (doing: Doing) => void };

/** New records, changes of those that are there, or both; by which fields these are found. */
export function WhatToDo({ job, choices, doing, mayChange, onChange }: WhatProps) {
  const t = useT("records");
  const modes: Mode[] = mayChange ? ["new", "update", "both"] : ["new"];
  const keys = job.targets.filter((one) => one.key && choices.includes(one.to)).map((one) => ({ value: one.to, label: one.title }));
  return (
    <div className="import-what">
      <div className="import-field">
        <span className="import-label">{t("import_mode")}</span>
        <Radio.Group
          value={doing.mode}
          onChange={(event) => onChange({ ...doing, mode: event.target.value as Mode, by: event.target.value === "new" ? [] : doing.by })}
          options={modes.map((mode) => ({ value: mode, label: t(`import_mode.${mode}`) }))}
        />
      </div>
      {doing.mode === "new" ? null : (
        <>
          <div className="import-field">
            <label className="import-label" htmlFor="import-by">
              {t("import_by")}
            </label>
            <Select id="import-by" mode="multiple" value={doing.by} options={keys} onChange={(by: string[]) => onChange({ ...doing, by })} />
            <span className="faint">{t("import_by_hint")}</span>
          </div>
          <div className="import-field">
            <span className="import-label">{t("import_blank")}</span>
            <Radio.Group
              value={doing.blank}
              onChange={(event) => onChange({ ...doing, blank: event.target.value as Plan["blank"] })}
              options={(["leave", "clear"] as const).map((blank) => ({ value: blank, label: t(`import_blank.${blank}`) }))}
            />
          </div>
        </>
      )}
    </div>
  );
}
