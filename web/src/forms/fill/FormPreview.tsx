import { type ReactNode, useMemo, useState } from "react";
import "../forms.css";
import "./preview.css";
import { type FieldError, type FormInfo, formInfoOf, Problem } from "../../api/index.ts";
import { useHotkeys, useLabel, useT } from "../../kit/index.ts";
import { FillContext } from "../fields/tools.ts";
import type { Values } from "../model/engine.ts";
import { placeOf } from "../model/path.ts";
import { draftDoor, isWarning, onlyWarnings } from "./door.ts";
import { FillBody, SubmitBar } from "./FillBody.tsx";
import { TriedBox } from "./TriedBox.tsx";
import { Terminal } from "./Terminal.tsx";
import { type Filling, useFormFill } from "./useFormFill.ts";
import { onScreen } from "./useMistakes.ts";
import { useScanRoute } from "./useScanRoute.ts";
import { WarnDialog } from "./WarnDialog.tsx";

export type Device = "desk" | "phone" | "terminal";

type FormPreviewProps = {
  /** The form's document, as the API takes it; it need not be published. */
  definition: Record<string, unknown>;
  device: Device;
};

/** A form as it would be filled in, on a desk, a phone or a terminal: everything works, nothing is written. */
export function FormPreview({ definition, device }: FormPreviewProps) {
  const form = useMemo(() => draftForm(definition), [definition]);
  const [frame, setFrame] = useState<HTMLElement | null>(null);
  return (
    <div className={`ffp ffp-${device}`}>
      <div ref={setFrame} className={device === "desk" ? "ffp-frame" : "ffp-frame ff-phone"}>
        {frame ? <Tried key={device} form={form} definition={definition} device={device} frame={device === "desk" ? null : frame} /> : null}
      </div>
    </div>
  );
}

function draftForm(definition: Record<string, unknown>): FormInfo {
  const key = String(definition.form ?? "draft");
  return formInfoOf({ key, version: 0, state: "draft", revision: 0, definition, may: ["submit"], readable: "*", writable: "*" } as unknown as FormInfo);
}

type TriedProps = { form: FormInfo; definition: Record<string, unknown>; device: Device; frame: HTMLElement | null };

function Tried({ form, definition, device, frame }: TriedProps) {
  const label = useLabel();
  const door = useMemo(() => draftDoor(form.key, definition), [form.key, definition]);
  const fill = useFormFill(form, door, { phone: device !== "desk", frame, scope: "p-" });
  const tried = useTrying(fill, door.check);
  useScanRoute(fill.state, fill.tools, device !== "terminal" && tried.values === null);
  useHotkeys({ "ctrl+Enter": () => void tried.submit() });
  const again = (): void => {
    tried.clear();
    fill.begin({});
  };
  let body: ReactNode;
  if (tried.values) body = <TriedBox form={form} values={tried.values} onBack={tried.clear} onAgain={again} />;
  else if (device === "terminal") body = <Terminal form={form} fill={fill} sending={tried.busy} onSubmit={() => void tried.submit()} />;
  else body = <FillBody fill={fill} form={form} />;
  const bar = !tried.values && device !== "terminal";
  return (
    <FillContext.Provider value={fill.tools}>
      {device === "terminal" ? null : (
        <div className="ffp-head">
          <h2>{label(form.definition.label)}</h2>
          {bar && device === "desk" ? <SubmitBar fill={fill} amending={false} sending={tried.busy} onSubmit={() => void tried.submit()} /> : null}
        </div>
      )}
      <div className="ffp-body">
        <div className="ff">
          {tried.trouble ? (
            <div className="ff-trouble" role="alert">
              {tried.trouble}
            </div>
          ) : null}
          {body}
        </div>
      </div>
      {bar && device === "phone" ? (
        <div className="ffp-bar">
          <SubmitBar fill={fill} amending={false} sending={tried.busy} onSubmit={() => void tried.submit()} />
        </div>
      ) : null}
      <WarnDialog warnings={tried.warned} sending={tried.busy} onBack={() => tried.setWarned(null)} onAnyway={tried.confirm} />
    </FillContext.Provider>
  );
}

/** Asks what submitting would do: mistakes and warnings as they would be told, else the record it would make. */
function useTrying(fill: Filling, check: (fields: Values) => Promise<{ fields: Values; errors: FieldError[] }>) {
  const t = useT("forms");
  const [busy, setBusy] = useState(false);
  const [values, setValues] = useState<Values | null>(null);
  const [made, setMade] = useState<Values | null>(null);
  const [warned, setWarned] = useState<FieldError[] | null>(null);
  const [trouble, setTrouble] = useState("");
  const submit = async (): Promise<void> => {
    const sent = busy || fill.uploading || values ? null : fill.ready();
    if (!sent) return;
    setBusy(true);
    setTrouble("");
    try {
      const found = await check(sent.fields);
      const errors = onScreen(found.errors, sent, fill.latest.current.shot);
      fill.mistakes.setTold(errors);
      setMade(found.fields);
      if (!errors.length) setValues(found.fields);
      else if (onlyWarnings(errors)) setWarned(errors);
      else fill.focusFirst(errors.filter((error) => !isWarning(error)).map((error) => error.path).filter((path) => placeOf(path).field in fill.state.program.byKey));
    } catch (problem) {
      setTrouble(problem instanceof Problem ? problem.detail || problem.title : t("not_sent"));
    } finally {
      setBusy(false);
    }
  };
  const confirm = (): void => {
    setWarned(null);
    setValues(made);
  };
  return { submit, confirm, busy, values, warned, setWarned, trouble, clear: () => setValues(null) };
}
