import { CheckCircleFilled, DownOutlined } from "@ant-design/icons";
import { Button, Progress } from "antd";
import { type ReactNode, useState } from "react";
import "./setup.css";
import { ProblemBox, useAbility, useMe } from "../../api/index.ts";
import { Nothing, Page, usePlace, useT, Waiting } from "../../kit/index.ts";
import { type Setup, type SetupStep, type StepKey, useChange, useSetup } from "./data.ts";
import { FirstStep, MastersStep, OpeningStep, PeopleStep } from "./DataSteps.tsx";
import { NodesStep } from "./NodesStep.tsx";
import { PlantStep } from "./PlantStep.tsx";

/** `/setup`: one's own plant from nothing to the first record; it can be left and taken up again at any step. */
export function SetupScreen() {
  const t = useT("app");
  const admin = useAbility("admin");
  const me = useMe();
  const setup = useSetup(admin);
  if (!me.data) return <Waiting />;
  if (!admin) return <Nothing title={t("setup_admins")} hint={t("setup_admins_hint")} />;
  if (setup.error) return <ProblemBox problem={setup.error} onRetry={() => void setup.refetch()} />;
  if (!setup.data) return <Waiting rows={10} />;
  return <Steps setup={setup.data} />;
}

function Steps({ setup }: { setup: Setup }) {
  const t = useT("app");
  const place = usePlace();
  const change = useChange();
  const next = setup.steps.find((step) => !step.done)?.key ?? null;
  const [chosen, setChosen] = useState<StepKey | null | undefined>(undefined);
  const open = chosen === undefined ? next : chosen;
  const finish = (): void => change.mutate({ ready: true }, { onSuccess: () => place.go("/") });
  return (
    <Page title={t("setup")} aside={t("setup_done", { done: setup.done, of: setup.of })}>
      <div className="setup">
        <p className="quiet">{t("setup_hint")}</p>
        <Progress percent={Math.round((setup.done / setup.of) * 100)} steps={setup.of} showInfo={false} size={[48, 8]} aria-label={t("setup_done", { done: setup.done, of: setup.of })} />
        {setup.steps.map((step, index) => (
          <Step key={step.key} number={index + 1} step={step} open={open === step.key} onToggle={() => setChosen(open === step.key ? null : step.key)}>
            <StepBody step={step} setup={setup} onSaved={() => setChosen(undefined)} onStay={() => setChosen(step.key)} />
          </Step>
        ))}
        <div className="setup-end">
          {setup.ready ? (
            <Button onClick={() => place.go("/")}>{t("go_home")}</Button>
          ) : (
            <Button type={setup.done === setup.of ? "primary" : "default"} loading={change.isPending} onClick={finish}>
              {t(setup.done === setup.of ? "setup_finish" : "setup_finish_early")}
            </Button>
          )}
          <span className="faint">{t("setup_again")}</span>
        </div>
      </div>
    </Page>
  );
}

type StepProps = { number: number; step: SetupStep; open: boolean; onToggle: () => void; children: ReactNode };

function Step({ number, step, open, onToggle, children }: StepProps) {
  const t = useT("app");
  return (
    <section className={step.done ? "card step step-done" : "card step"}>
      <button type="button" className="step-head" aria-expanded={open} onClick={onToggle}>
        {step.done ? <CheckCircleFilled className="step-tick" aria-label={t("setup_step_done")} /> : <span className="step-number">{number}</span>}
        <span className="step-name">
          <strong>{t(`step.${step.key}`)}</strong>
          <span className="faint">{step.settled ? t("setup_settled") : t(`step.${step.key}.hint`)}</span>
        </span>
        {step.count ? <span className="step-count">{step.count}</span> : null}
        <DownOutlined className={open ? "" : "turned"} aria-hidden="true" />
      </button>
      {open ? <div className="step-body">{children}</div> : null}
    </section>
  );
}

type StepBodyProps = {
  step: SetupStep;
  setup: Setup;
  /** The next step that is not done is opened. */
  onSaved: () => void;
  /** This one stays open, done or not. */
  onStay: () => void;
};

function StepBody({ step, setup, onSaved, onStay }: StepBodyProps) {
  switch (step.key) {
    case "plant":
      return <PlantStep plant={setup.plant} onSaved={onSaved} />;
    case "nodes":
      return <NodesStep nodes={setup.nodes} onSaved={onSaved} />;
    case "masters":
      return <MastersStep step={step} onNext={onSaved} onStay={onStay} />;
    case "people":
      return <PeopleStep step={step} setup={setup} />;
    case "opening":
      return <OpeningStep step={step} setup={setup} />;
    case "first":
      return <FirstStep step={step} setup={setup} />;
  }
}
