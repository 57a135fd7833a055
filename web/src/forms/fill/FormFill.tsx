import { App } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import "../forms.css";
import { api, type FieldError, type FormInfo, type RecordData, useMe } from "../../api/index.ts";
import { Page, useHotkeys, useIsPhone, useLabel, usePlace, useT } from "../../kit/index.ts";
import { FillContext } from "../fields/tools.ts";
import type { Values } from "../model/engine.ts";
import { placeOf } from "../model/path.ts";
import { anotherLike } from "../model/payload.ts";
import { Done } from "./Done.tsx";
import { onlyWarnings, publishedDoor } from "./door.ts";
import { FillBody, SubmitBar } from "./FillBody.tsx";
import { DraftNotice, Reason, RestoredNotice, TroubleBox } from "./Notices.tsx";
import { QuickAdd, useQuickAdding } from "./QuickAdd.tsx";
import { emptyGiven, shortTime } from "./state.ts";
import { useDraft } from "./useDraft.ts";
import { useFormFill } from "./useFormFill.ts";
import { onScreen } from "./useMistakes.ts";
import { useScanRoute } from "./useScanRoute.ts";
import { useSubmit } from "./useSubmit.ts";
import { WarnDialog } from "./WarnDialog.tsx";

type FormFillProps = {
  form: FormInfo;
  /** The record to amend; a new one is filled in without it. */
  record?: RecordData;
  /** What a new record begins with. */
  filling?: Values;
  /** Where that came from; its draft is kept apart. */
  begun?: string;
  /** Leave for the record that was made or changed. */
  onDone: (record: RecordData) => void;
};

/** Filling in a form, new or to amend a record: what is typed is computed and checked at once, and kept until it is submitted. */
export function FormFill({ form, record: given, filling, begun = "", onDone }: FormFillProps) {
  const t = useT("forms");
  const label = useLabel();
  const phone = useIsPhone();
  const place = usePlace();
  const { message } = App.useApp();
  const me = useMe().data;
  const [reason, setReason] = useState("");
  const [noReason, setNoReason] = useState(false);
  const [made, setMade] = useState<RecordData | null>(null);
  const [warned, setWarned] = useState<FieldError[] | null>(null);
  // The record as it was looked at: what others change meanwhile is refused as stale, not silently written over.
  const [record, setRecord] = useState(given);

  const door = useMemo(() => publishedDoor(form.key), [form.key]);
  const { adding, add } = useQuickAdding();
  const fill = useFormFill(form, door, { record, filling, phone, add, onTyped: (typed) => draft.keep(typed) });
  const { state, mistakes, tools, focusFirst } = fill;
  const { program, hand, typed } = state;
  const restore = useCallback(
    (kept: Values) => {
      hand.replace({ ...(record ? {} : emptyGiven(program, phone)), ...kept });
      fill.setDirty(true);
    },
    [hand, program, phone, record, fill.setDirty],
  );
  const where = me ? { person: me.person?.id ?? "", form: form.key, version: form.version, record: record?.id ?? null, revision: record?.revision ?? null, begun } : null;
  const draft = useDraft(where, fill.fieldKeys, restore);
  const { send, sending, trouble, setTrouble } = useSubmit(form.key, record);
  useScanRoute(state, tools, made === null && adding === null);

  const busy = useRef(false);
  const submit = async (confirmed = false): Promise<void> => {
    if (busy.current || made) return;
    busy.current = true;
    await trySubmit(confirmed).finally(() => (busy.current = false));
  };
  const trySubmit = async (confirmed: boolean): Promise<void> => {
    setWarned(null);
    const sent = fill.ready();
    if (!sent) return;
    if (fill.uploading) return void message.info(t("uploading"));
    if (record && !Object.keys(sent.fields).length) return void message.info(t("nothing_changed"));
    if (record && !reason.trim()) {
      setNoReason(true);
      return document.getElementById("ff-reason")?.focus();
    }
    await draft.flush();
    const outcome = await send(sent, draft.key.current, reason.trim(), confirmed);
    if ("record" in outcome) {
      await draft.drop();
      if (record) onDone(outcome.record);
      else setMade(outcome.record);
    } else if ("errors" in outcome) {
      const errors = onScreen(outcome.errors, sent, fill.latest.current.shot);
      mistakes.setTold(errors);
      if (onlyWarnings(errors)) setWarned(errors);
      else focusFirst(placed(errors));
    }
  };
  const placed = (errors: FieldError[]): string[] => errors.map((error) => error.path).filter((path) => placeOf(path).field in program.byKey);
  useHotkeys({ "ctrl+Enter": () => void submit() }, adding === null);

  const begin = (given: Values): void => {
    setMade(null);
    setTrouble(null);
    fill.begin(given);
  };
  useEffect(() => {
    if (made) document.querySelector(".frame-main")?.scrollTo?.({ top: 0 });
  }, [made]);

  const reload = async (): Promise<void> => {
    if (!record) return;
    setRecord(await api.get<RecordData>(`/records/${encodeURIComponent(form.key)}/${encodeURIComponent(record.id)}`));
    setTrouble(null);
  };
  const toList = (): void => place.go(record ? `/f/${form.key}/${record.id}` : `/f/${form.key}`);
  const title = record ? t("amend_of", { title: record.title }) : t("new_of", { form: label(form.definition.label) });
  if (made) {
    return (
      <Page title={title} onBack={toList}>
        <Done form={form} record={made} onOpen={() => onDone(made)} onLike={() => begin(anotherLike(program.fields, typed.given))} onNew={() => begin({})} onList={toList} />
      </Page>
    );
  }
  const aside = draft.kept && fill.dirty ? <span>{t("draft_kept", { time: shortTime(draft.kept) })}</span> : undefined;
  const goBack = (): void => {
    setWarned(null);
    focusFirst(placed(warned ?? []));
  };
  return (
    <FillContext.Provider value={tools}>
      <Page title={title} onBack={toList} aside={aside} actions={<SubmitBar fill={fill} amending={record !== undefined} sending={sending} onSubmit={() => void submit()} />}>
        <div className="ff">
          {draft.restored ? (
            <RestoredNotice
              restored={draft.restored}
              onClose={draft.forgetNotice}
              onAfresh={() => {
                void draft.drop();
                begin({});
                if (record) hand.replace({});
              }}
            />
          ) : null}
          <DraftNotice replaced={draft.replaced} hereOnly={draft.hereOnly} />
          {trouble ? (
            <TroubleBox
              trouble={trouble}
              onRetry={() => void submit()}
              onAgain={() => void draft.drop().then(() => (draft.keep(typed.given), setTrouble(null)))}
              onList={toList}
              onReload={() => void reload()}
            />
          ) : null}
          <FillBody fill={fill} form={form} />
          {record ? (
            <Reason
              value={reason}
              wrong={noReason && !reason.trim()}
              onChange={(text) => {
                setReason(text);
                setNoReason(false);
              }}
            />
          ) : null}
        </div>
        <WarnDialog warnings={warned} sending={sending} onBack={goBack} onAnyway={() => void submit(true)} />
        {adding ? <QuickAdd adding={adding} /> : null}
      </Page>
    </FillContext.Provider>
  );
}
