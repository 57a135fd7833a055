import { Button, Drawer } from "antd";
import { useMemo, useRef, useState } from "react";
import { type FieldError, type FormDef, type FormInfo, newKey, ProblemBox, type RecordData, useForm } from "../../api/index.ts";
import { useHotkeys, useLabel, useT, Waiting } from "../../kit/index.ts";
import { Sheet } from "../fields/Sheet.tsx";
import { FillContext, type Option, useTools } from "../fields/tools.ts";
import type { Values } from "../model/engine.ts";
import { placeOf } from "../model/path.ts";
import { onlyWarnings, publishedDoor } from "./door.ts";
import { FillBody } from "./FillBody.tsx";
import { TroubleBox } from "./Notices.tsx";
import { useFormFill } from "./useFormFill.ts";
import { onScreen } from "./useMistakes.ts";
import { useSubmit } from "./useSubmit.ts";
import { WarnDialog } from "./WarnDialog.tsx";

export type Adding = { form: string; name: string; done: (made: Option | null) => void };

/** The field that a name typed while searching belongs to. */
export function nameField(definition: FormDef): string | null {
  const serves = (definition as { serves?: { name?: string } }).serves?.name;
  const titled = [...(definition.title ?? "").matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
  const texts = definition.fields.filter((field) => field.type === "text" && !field.retired && !field.readonly).map((field) => field.key);
  return [serves, ...titled, ...texts].find((key) => key !== undefined && texts.includes(key)) ?? null;
}

/** Asks a form to be filled in beside the one that is open; gives what was made. */
export function useQuickAdding(): { adding: Adding | null; add: (form: string, name: string) => Promise<Option | null> } {
  const [adding, setAdding] = useState<Adding | null>(null);
  const add = useRef((form: string, name: string) => {
    return new Promise<Option | null>((resolve) => {
      setAdding({
        form,
        name,
        done: (made) => {
          setAdding(null);
          resolve(made);
        },
      });
    });
  });
  return { adding, add: add.current };
}

/** A record of another form, added without leaving the one that is filled in. */
export function QuickAdd({ adding }: { adding: Adding }) {
  const form = useForm(adding.form);
  const t = useT("forms");
  const label = useLabel();
  const { phone } = useTools();
  const title = t("add_new", { form: label(form.data?.definition.label) });
  const close = (): void => adding.done(null);
  const body = form.error ? <ProblemBox problem={form.error} /> : form.data ? <QuickForm form={form.data} adding={adding} /> : <Waiting rows={6} />;
  return phone ? (
    <Sheet open onClose={close} size="92%" title={title}>
      {body}
    </Sheet>
  ) : (
    <Drawer open onClose={close} placement="right" size={720} title={title} className="ff-quick">
      {body}
    </Drawer>
  );
}

function QuickForm({ form, adding }: { form: FormInfo; adding: Adding }) {
  const t = useT("forms");
  const { phone, frame } = useTools();
  const door = useMemo(() => publishedDoor(form.key), [form.key]);
  const first = nameField(form.definition);
  const [filling] = useState<Values | undefined>(adding.name && first ? { [first]: adding.name } : undefined);
  const fill = useFormFill(form, door, { phone, frame, scope: "q-", filling });
  const { send, sending, trouble, setTrouble } = useSubmit(form.key, undefined);
  const [warned, setWarned] = useState<FieldError[] | null>(null);
  const key = useRef(newKey());
  const placed = (errors: FieldError[]): string[] => errors.map((error) => error.path).filter((path) => placeOf(path).field in fill.state.program.byKey);
  const made = (record: RecordData): void => adding.done({ id: record.id, title: record.title });
  const submit = async (confirmed = false): Promise<void> => {
    setWarned(null);
    const sent = sending || fill.uploading ? null : fill.ready();
    if (!sent) return;
    const outcome = await send(sent, key.current, "", confirmed);
    if ("record" in outcome) return made(outcome.record);
    if (!("errors" in outcome)) return;
    const errors = onScreen(outcome.errors, sent, fill.latest.current.shot);
    fill.mistakes.setTold(errors);
    if (onlyWarnings(errors)) setWarned(errors);
    else fill.focusFirst(placed(errors));
  };
  useHotkeys({ "ctrl+Enter": () => void submit() });
  return (
    <FillContext.Provider value={fill.tools}>
      <div className="ff ff-quick-body">
        {trouble ? <TroubleBox trouble={trouble} onRetry={() => void submit()} onAgain={() => setTrouble(null)} onList={() => adding.done(null)} onReload={() => setTrouble(null)} /> : null}
        <FillBody fill={fill} form={form} />
      </div>
      <div className="ff-quick-foot">
        <Button onClick={() => adding.done(null)}>{t("cancel")}</Button>
        <Button type="primary" loading={sending} onClick={() => void submit()}>
          {t("add_choose")}
        </Button>
      </div>
      <WarnDialog warnings={warned} sending={sending} onBack={() => setWarned(null)} onAnyway={() => void submit(true)} />
    </FillContext.Provider>
  );
}
