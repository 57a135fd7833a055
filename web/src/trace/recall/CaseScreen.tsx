import { CheckCircleFilled, ClockCircleOutlined, FileTextOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { ProblemBox } from "../../api/index.ts";
import { Page, showInstant, Tag, useIsPhone, usePlace, useT, Waiting } from "../../kit/index.ts";
import { CallsStep } from "./CallsStep.tsx";
import { CloseStep } from "./CloseStep.tsx";
import { CASE_FORM, elapsed, type Mode, type OneCase, type StepName, text, useCase } from "./data.ts";
import { HoldStep } from "./HoldStep.tsx";
import { ScopeLots, ScopeTiles } from "./Scope.tsx";
import "../shared.css";
import "./recall.css";

const STEPS = ["scope", "hold", "calls", "close"] as const;
type Step = (typeof STEPS)[number];
const DONE: Record<Step, StepName> = { scope: "scoped_at", hold: "held_at", calls: "called_at", close: "closed_at" };

/** `/recall/$id`: one recall, step by step, its clock always in view. */
export function CaseScreen() {
  const place = usePlace();
  const id = place.params.id ?? "";
  const found = useCase(id);
  if (found.error) return <ProblemBox problem={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Waiting rows={8} />;
  return <OneRecall one={found.data} />;
}

function OneRecall({ one }: { one: OneCase }) {
  const t = useT("trace");
  const place = usePlace();
  const record = one.case;
  const step = STEPS.find((name) => name === place.search.step) ?? next(one);
  const go = (name: Step): void => place.setSearch({ step: name });
  const mode = text(record, "mode") as Mode;
  return (
    <Page
      title={
        <span className="recall-title">
          <span className="mono">{text(record, "no")}</span> <Tag tone={mode === "drill" ? "amber" : "red"}>{t(`recall_mode.${mode}`)}</Tag>
        </span>
      }
      aside={<span className="cut recall-what">{text(record, "what")}</span>}
      onBack={() => place.go("/recall")}
    >
      <div className="recall">
        <Clock one={one} />
        <nav className="recall-steps" aria-label={t("recall")}>
          {STEPS.map((name, n) => (
            <button key={name} type="button" aria-current={name === step ? "step" : undefined} onClick={() => go(name)}>
              {one.steps[DONE[name]].at ? <CheckCircleFilled className="recall-done" /> : <span className="recall-n">{n + 1}</span>}
              <span>{t(`recall_step.${name}`)}</span>
              {one.steps[DONE[name]].minutes === null ? null : <span className="faint">{t("recall_minutes", { n: one.steps[DONE[name]].minutes })}</span>}
            </button>
          ))}
        </nav>
        {step === "scope" ? (
          <>
            <HoldStep one={one} brief />
            <ScopeTiles scope={one.scope} />
            <ScopeLots scope={one.scope} />
          </>
        ) : null}
        {step === "hold" ? <HoldStep one={one} /> : null}
        {step === "calls" ? <CallsStep one={one} /> : null}
        {step === "close" ? <CloseStep one={one} /> : null}
      </div>
    </Page>
  );
}

/** What is to be done next; the scope while nothing is held. */
function next(one: OneCase): Step {
  if (!one.steps.held_at.at) return "scope";
  return one.steps.closed_at.at ? "close" : "hold";
}

/** The time since the plant knew, running until the case is closed. */
function Clock({ one }: { one: OneCase }) {
  const t = useT("trace");
  const narrow = useIsPhone();
  const opened = text(one.case, "opened_at");
  const due = text(one.case, "due_at");
  const closed = one.steps.closed_at.at;
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (closed) return undefined;
    const timer = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(timer);
  }, [closed]);
  return (
    <div className={closed ? "recall-clock recall-clock-off" : "recall-clock"} role="timer">
      <ClockCircleOutlined />
      <span>{t("recall_clock")}</span>
      <b className="mono">{elapsed(opened, closed ? new Date(closed) : now)}</b>
      {due ? <span className="recall-due">{t("recall_due", { time: showInstant(due) })}</span> : null}
      <Link to={`/f/${CASE_FORM}/${one.case.id}`} aria-label={t("recall_record")}>
        <FileTextOutlined /> {narrow ? null : t("recall_record")}
      </Link>
    </div>
  );
}
