import { DownloadOutlined, PlusOutlined, UploadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { apiAddress } from "../../api/index.ts";
import { useLabel, usePlace, useT } from "../../kit/index.ts";
import { ImportFile } from "../../records/import/ImportFile.tsx";
import { type Setup, SETUP, type SetupStep, useChange } from "./data.ts";

/** The workbook of everything, there and back. */
function Workbook({ onNext, onStay }: { onNext: () => void; onStay: () => void }) {
  const t = useT("app");
  const client = useQueryClient();
  const done = (): void => {
    onStay();
    void client.invalidateQueries({ queryKey: SETUP });
  };
  return (
    <>
      <ol className="step-list">
        <li>
          <span>{t("workbook_get")}</span>
          <Button icon={<DownloadOutlined />} href={apiAddress("/setup/workbook.xlsx")} download="suyuan-setup.xlsx">
            {t("workbook_download")}
          </Button>
        </li>
        <li>{t("workbook_fill")}</li>
        <li>{t("workbook_back")}</li>
      </ol>
      <ImportFile path="/setup/workbook" accept=".xlsx" wrongName="suyuan-wrong.xlsx" onDone={done} after={<Button onClick={onNext}>{t("setup_step_next")}</Button>} />
    </>
  );
}

/** Materials, suppliers, places ...: from one workbook, or one by one. */
export function MastersStep({ step, onNext, onStay }: { step: SetupStep; onNext: () => void; onStay: () => void }) {
  const t = useT("app");
  const label = useLabel();
  return (
    <>
      <Workbook onNext={onNext} onStay={onStay} />
      <h3 className="step-or">{t("masters_by_hand")}</h3>
      <ul className="masters">
        {step.forms.map((form) => (
          <li key={form.key}>
            <Link to={`/f/${form.key}`}>{label(form.label)}</Link>
            <span className={form.count ? "step-count" : "step-count faint"}>{form.count}</span>
            {form.needed && !form.count ? <span className="step-needed">{t("masters_needed")}</span> : null}
            <Link to={`/f/${form.key}/new`} aria-label={t("add_one", { what: label(form.label) })}>
              <PlusOutlined />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

type DataStepProps = { step: SetupStep; setup: Setup };

/** A step that is not needed here may be said to be over. */
function Settle({ step, setup, text }: DataStepProps & { text: string }) {
  const change = useChange();
  const settled = setup.steps.filter((one) => one.settled).map((one) => one.key);
  const next = step.settled ? settled.filter((key) => key !== step.key) : [...settled, step.key];
  const t = useT("app");
  return (
    <Button type="text" loading={change.isPending} onClick={() => change.mutate({ settled: next })}>
      {step.settled ? t("setup_unsettle") : text}
    </Button>
  );
}

/** Who works here. */
export function PeopleStep({ step, setup }: DataStepProps) {
  const t = useT("app");
  const place = usePlace();
  return (
    <>
      <p>{t("people_how")}</p>
      <div className="step-do">
        <Button type="primary" onClick={() => place.go("/people")}>
          {t("people_open")}
        </Button>
        <Settle step={step} setup={setup} text={t("people_alone")} />
      </div>
    </>
  );
}

/** What lies in the store on the first day. */
export function OpeningStep({ step, setup }: DataStepProps) {
  const t = useT("app");
  const place = usePlace();
  if (!step.form) return <Settle step={step} setup={setup} text={t("opening_none")} />;
  return (
    <>
      <p>{t("opening_how")}</p>
      <div className="step-do">
        <Button type="primary" icon={<UploadOutlined />} onClick={() => place.go(`/f/${step.form}/import`, { then: "/setup" })}>
          {t("opening_import")}
        </Button>
        <Button icon={<PlusOutlined />} onClick={() => place.go(`/f/${step.form}/new`)}>
          {t("opening_one")}
        </Button>
        <Settle step={step} setup={setup} text={t("opening_none")} />
      </div>
    </>
  );
}

/** The first record of the chain: from now on everything can be traced. */
export function FirstStep({ step, setup }: DataStepProps) {
  const t = useT("app");
  const place = usePlace();
  return (
    <>
      <p>{t("first_how")}</p>
      <div className="step-do">
        {step.form ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => place.go(`/f/${step.form}/new`)}>
            {t("first_do")}
          </Button>
        ) : null}
        <Settle step={step} setup={setup} text={t("first_later")} />
      </div>
    </>
  );
}
