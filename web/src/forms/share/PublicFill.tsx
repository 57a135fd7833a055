import { CheckCircleFilled } from "@ant-design/icons";
import { App, Button } from "antd";
import { useMemo, useRef, useState } from "react";
import "../forms.css";
import { type FieldError, type FormInfo, formInfoOf, newKey, Problem, problemText } from "../../api/index.ts";
import { Code, showInstant, useHotkeys, useIsPhone, useLabel, useT } from "../../kit/index.ts";
import { FillContext } from "../fields/tools.ts";
import { onlyWarnings } from "../fill/door.ts";
import { FillBody, SubmitBar } from "../fill/FillBody.tsx";
import { useFormFill } from "../fill/useFormFill.ts";
import { onScreen } from "../fill/useMistakes.ts";
import { WarnDialog } from "../fill/WarnDialog.tsx";
import { placeOf } from "../model/path.ts";
import { type Greeting, linkDoor, type Receipt, type Visit } from "./linkDoor.ts";

type FillProps = { token: string; greeting: Greeting; visit: Visit; onAgain: () => void };

/** The form as the visitor sees it; nothing of theirs but these fields may be read or filled. */
function formOf(visit: Visit): FormInfo {
  return formInfoOf({ key: "public", version: 1, state: "published", revision: 1, may: ["submit"], readable: "*", writable: "*", definition: visit.definition } as unknown as FormInfo);
}

/** A public form being filled in and sent. */
export function PublicFill({ token, greeting, visit, onAgain }: FillProps) {
  const t = useT("forms");
  const label = useLabel();
  const phone = useIsPhone();
  const { message } = App.useApp();
  const form = useMemo(() => formOf(visit), [visit]);
  const door = useMemo(() => linkDoor(token, visit.visit), [token, visit]);
  const fill = useFormFill(form, door, { phone });
  const key = useRef(newKey());
  const [sending, setSending] = useState(false);
  const [warned, setWarned] = useState<FieldError[] | null>(null);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const { byKey } = fill.state.program;

  const submit = async (confirmed = false): Promise<void> => {
    setWarned(null);
    const sent = fill.ready();
    if (!sent || sending) return;
    if (fill.uploading) return void message.info(t("uploading"));
    setSending(true);
    try {
      setReceipt(await door.submit(sent.fields, key.current, confirmed));
      key.current = newKey();
    } catch (problem) {
      const errors = problem instanceof Problem ? onScreen(problem.errors, sent, fill.latest.current.shot) : [];
      if (!errors.length) void message.error(problemText(problem));
      fill.mistakes.setTold(errors);
      if (onlyWarnings(errors)) setWarned(errors);
      else fill.focusFirst(errors.map((error) => error.path).filter((path) => placeOf(path).field in byKey));
    } finally {
      setSending(false);
    }
  };
  useHotkeys({ "ctrl+Enter": () => void submit() }, receipt === null);
  if (receipt) {
    const another = (): void => {
      setReceipt(null);
      fill.begin({});
      if (visit.left !== null) onAgain();
    };
    return <Thanks form={form} receipt={receipt} onAnother={visit.left === 1 ? undefined : another} />;
  }
  return (
    <FillContext.Provider value={fill.tools}>
      <h1 className="pub-title">{label(greeting.label)}</h1>
      <p className="quiet pub-sub">
        {greeting.name} · {t("public_until", { day: showInstant(visit.expires_at) })}
      </p>
      <div className="ff">
        <FillBody fill={fill} form={form} />
      </div>
      <div className="pub-bar">
        <SubmitBar fill={fill} amending={false} sending={sending} onSubmit={() => void submit()} />
      </div>
      <WarnDialog warnings={warned} sending={sending} onBack={() => setWarned(null)} onAnyway={() => void submit(true)} />
    </FillContext.Provider>
  );
}

/** It is sent: the numbers to note, and another one. */
function Thanks({ form, receipt, onAnother }: { form: FormInfo; receipt: Receipt; onAnother?: () => void }) {
  const t = useT("forms");
  const label = useLabel();
  const numbers = form.definition.fields.filter((field) => field.type === "serial" && receipt.fields[field.key]);
  return (
    <div className="pub-thanks" role="status">
      <CheckCircleFilled className="ff-done-mark" />
      <h1 className="pub-title">{t("public_done")}</h1>
      {numbers.map((field) => (
        <p key={field.key}>
          {t("public_number")} · {label(field.label)} <Code>{String(receipt.fields[field.key])}</Code>
        </p>
      ))}
      <p className="quiet">{t("public_done_hint")}</p>
      {onAnother ? <Button onClick={onAnother}>{t("public_again")}</Button> : null}
    </div>
  );
}
