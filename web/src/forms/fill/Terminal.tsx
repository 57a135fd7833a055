import { LeftOutlined, RightOutlined, ScanOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { FormInfo } from "../../api/index.ts";
import { useLabel, useT } from "../../kit/index.ts";
import { FieldView } from "../fields/FieldView.tsx";
import type { ReadyField } from "../model/preset.ts";
import { isBlank } from "../model/scalar.ts";
import { useWedge } from "../scan/wedge.ts";
import { FieldBox } from "./FieldBox.tsx";
import { focusPath } from "./focus.ts";
import { ListField } from "./ListField.tsx";
import { partsOf } from "./parts.ts";
import { scannedValue, useScanWords } from "./scannedValue.ts";
import type { Filling } from "./useFormFill.ts";

type TerminalProps = { form: FormInfo; fill: Filling; sending: boolean; onSubmit: () => void };

const SCANS = new Set(["lot", "link", "location", "scan", "code_range"]);

/** The questions a form asks now, one after the other; what is computed is not asked. */
function questionsOf(form: FormInfo, fill: Filling): ReadyField[] {
  const { program, shot } = fill.state;
  const inOrder = partsOf(form.definition, program.fields).flatMap((part) => part.fields);
  return inOrder.filter((field) => {
    const flags = shot.top.flags[field.key];
    return flags && !flags.hidden && !flags.readonly && field.type !== "divider" && field.type !== "note";
  });
}

/** A form on a terminal: one question a page in large type, what is scanned goes into it. */
export function Terminal({ form, fill, sending, onSubmit }: TerminalProps) {
  const t = useT("forms");
  const label = useLabel();
  const [key, setKey] = useState("");
  const questions = questionsOf(form, fill);
  const found = key === END ? questions.length : questions.findIndex((field) => field.key === key);
  const at = found < 0 ? 0 : found;
  const field = questions[at];
  const go = (to: number): void => setKey(questions[to]?.key ?? END);
  const { mistakes, showing } = fill;
  useEffect(() => {
    showing.current = (wrong) => setKey(wrong);
  });
  const next = (): void => {
    if (field) fill.leave(field.key);
    go(at + 1);
  };
  return (
    <div className="ff-terminal">
      <div className="ff-term-head">
        <span className="cut">{label(form.definition.label)}</span>
        <span className="faint">{t("question_of", { n: Math.min(at + 1, questions.length), count: questions.length })}</span>
      </div>
      <div className="ff-term-bar" aria-hidden="true">
        <span style={{ width: `${(Math.min(at, questions.length) / Math.max(1, questions.length)) * 100}%` }} />
      </div>
      {field ? <Question key={field.key} field={field} fill={fill} onNext={next} /> : <Summary form={form} fill={fill} onGo={setKey} />}
      {mistakes.loose.map((words) => (
        <div key={words} className="ff-error">
          {words}
        </div>
      ))}
      <div className="ff-term-acts">
        <Button size="large" icon={<LeftOutlined />} disabled={at === 0} onClick={() => go(at - 1)}>
          {t("question_back")}
        </Button>
        {field ? (
          <Button size="large" type="primary" icon={<RightOutlined />} iconPlacement="end" onClick={next}>
            {t("question_next")}
          </Button>
        ) : (
          <Button size="large" type="primary" loading={sending} onClick={onSubmit}>
            {t("submit")}
          </Button>
        )}
      </div>
    </div>
  );
}

const END = "\0end";

type QuestionProps = { field: ReadyField; fill: Filling; onNext: () => void };

function Question({ field, fill, onNext }: QuestionProps) {
  const { state, mistakes, tools } = fill;
  const flags = state.shot.top.flags[field.key];
  const takes = field.type !== "list" && (SCANS.has(field.type) || Boolean(field.scan));
  useEffect(() => {
    if (!takes) focusPath(field.key, tools.scope);
  }, [field.key, takes, tools.scope]);
  const keyed = (event: KeyboardEvent): void => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key !== "Enter" || !typing || event.defaultPrevented || event.nativeEvent.isComposing || event.ctrlKey) return;
    event.preventDefault();
    onNext();
  };
  if (!flags) return null;
  if (field.type === "list") {
    return <ListField field={field} state={state} errors={mistakes.shown} reveal={fill.reveal} onLeave={fill.leave} onForget={mistakes.forget} />;
  }
  return (
    <div onKeyDown={keyed}>
      {takes ? <ScanLine field={field} fill={fill} onGood={onNext} /> : null}
      <FieldBox
        field={field}
        path={field.key}
        name={field.key}
        value={state.shot.top.values[field.key]}
        flags={flags}
        error={mistakes.shown[field.key]}
        warning={mistakes.warnings[field.key]}
        onChange={fill.change}
        onLeave={fill.leave}
      />
    </div>
  );
}

/** The box scans go into, always at hand; the last one is said in green or red. */
function ScanLine({ field, fill, onGood }: { field: ReadyField; fill: Filling; onGood: () => void }) {
  const t = useT("forms");
  const words = useScanWords();
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [said, setSaid] = useState<{ good: boolean; words: string } | null>(null);
  useEffect(() => box.current?.focus(), []);
  const scanned = async (code: string): Promise<void> => {
    if (!code.trim()) return;
    setText("");
    const found = await scannedValue(fill.tools, field.key, field, code.trim(), words).catch((problem: unknown) => ({ refused: String(problem instanceof Error ? problem.message : problem) }));
    if ("refused" in found) return setSaid({ good: false, words: found.refused });
    fill.change(field.key, found.value);
    setSaid({ good: true, words: code.trim() });
    onGood();
  };
  useWedge((code) => void scanned(code), true);
  return (
    <>
      {said ? (
        <div className={said.good ? "ff-term-said good" : "ff-term-said bad"} role="status">
          {said.words}
        </div>
      ) : null}
      <label className="ff-term-scan">
        <ScanOutlined aria-hidden="true" />
        <input
          ref={box}
          className="ff-input mono"
          value={text}
          autoComplete="off"
          spellCheck={false}
          placeholder={t("scan_hint")}
          aria-label={t("scan_hint")}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void scanned(text);
          }}
        />
      </label>
    </>
  );
}

function Summary({ form, fill, onGo }: { form: FormInfo; fill: Filling; onGo: (key: string) => void }) {
  const t = useT("forms");
  const label = useLabel();
  const { program, shot } = fill.state;
  const shown = partsOf(form.definition, program.fields)
    .flatMap((part) => part.fields)
    .filter((field) => !shot.top.flags[field.key]?.hidden && (!isBlank(shot.top.values[field.key]) || fill.mistakes.shown[field.key]));
  return (
    <div className="ff-term-sum">
      <h2>{t("question_check")}</h2>
      {shown.map((field) => (
        <button key={field.key} type="button" disabled={shot.top.flags[field.key]?.readonly} className={fill.mistakes.shown[field.key] ? "wrong" : undefined} onClick={() => onGo(field.key)}>
          <span className="faint">{label(field.label)}</span>
          <span>{fill.mistakes.shown[field.key] ?? <FieldView field={field} value={shot.top.values[field.key]} brief />}</span>
        </button>
      ))}
    </div>
  );
}
