import { App, Button } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import "../forms.css";
import { api, type FormInfo, type RecordData, useMe } from "../../api/index.ts";
import { Page, useHotkeys, useIsPhone, useLabel, usePlace, useT } from "../../kit/index.ts";
import { FillContext } from "../fields/tools.ts";
import { draftName } from "../model/draft.ts";
import type { Values } from "../model/engine.ts";
import { placeOf } from "../model/path.ts";
import { anotherLike, payloadOf } from "../model/payload.ts";
import { Done } from "./Done.tsx";
import { type Reveal, Sections } from "./Sections.tsx";
import { ErrorList, Reason, RestoredNotice, TroubleBox } from "./Notices.tsx";
import { focusPath } from "./focus.ts";
import { emptyGiven, inOrder, markOf, shortTime } from "./state.ts";
import { useDraft } from "./useDraft.ts";
import { onScreen, useMistakes } from "./useMistakes.ts";
import { useScanRoute } from "./useScanRoute.ts";
import { useSubmit } from "./useSubmit.ts";
import { useFillTools } from "./useFillTools.ts";
import { useTyped } from "./useTyped.ts";

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
  const [dirty, setDirty] = useState(filling !== undefined);
  const [reason, setReason] = useState("");
  const [noReason, setNoReason] = useState(false);
  const [made, setMade] = useState<RecordData | null>(null);
  // The record as it was looked at: what others change meanwhile is refused as stale, not silently written over.
  const [record, setRecord] = useState(given);
  const reveal = useRef<Reveal>(new Map());

  const state = useTyped(form, record, phone, filling, (given) => {
    setDirty(true);
    draft.keep(given);
  });
  const { program, hand, shot, typed, old } = state;
  const fieldKeys = useMemo(() => new Set(program.fields.map((field) => field.key)), [program]);
  const restore = useCallback(
    (given: Values) => {
      hand.replace({ ...(record ? {} : emptyGiven(program, phone)), ...given });
      setDirty(true);
    },
    [hand, program, phone, record],
  );
  const draft = useDraft(me ? draftName(me.person?.id ?? "", form.key + begun, record?.id) : "", record?.revision ?? null, fieldKeys, restore);
  const mistakes = useMistakes(form.key, state, dirty);
  const { send, sending, trouble, setTrouble } = useSubmit(form.key, record);
  const { tools, uploading } = useFillTools(form.key, phone, state);
  useScanRoute(state, tools, made === null);

  const busy = useRef(false);
  const latest = useRef({ shot, mistakes });
  latest.current = { shot, mistakes };
  const leave = useCallback((path: string) => hand.leave(markOf(latest.current.shot, path)), [hand]);
  const change = useCallback(
    (key: string, value: unknown) => {
      latest.current.mistakes.forget(key);
      hand.set(key, value);
    },
    [hand],
  );

  const focusOn = useCallback((path: string): void => {
    const at = placeOf(path);
    if (at.row !== undefined) reveal.current.get(at.field)?.(at.row, at.cell ?? "");
    focusPath(path);
  }, []);
  const focusFirst = (paths: string[]): void => {
    const [first] = inOrder(program, paths);
    if (first !== undefined) focusOn(first);
  };

  const submit = async (): Promise<void> => {
    if (busy.current || made) return;
    busy.current = true;
    await trySubmit().finally(() => (busy.current = false));
  };
  const trySubmit = async (): Promise<void> => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    mistakes.attempt();
    const wrong = Object.keys(mistakes.local);
    if (wrong.length) return focusFirst(wrong);
    if (uploading) return void message.info(t("uploading"));
    const sent = payloadOf(program.fields, typed.given, old, shot);
    if (record && !Object.keys(sent.fields).length) return void message.info(t("nothing_changed"));
    if (record && !reason.trim()) {
      setNoReason(true);
      return document.getElementById("ff-reason")?.focus();
    }
    await draft.flush();
    const outcome = await send(sent, draft.key.current, reason.trim());
    if ("record" in outcome) {
      await draft.drop();
      if (record) onDone(outcome.record);
      else setMade(outcome.record);
    } else if ("errors" in outcome) {
      const errors = onScreen(outcome.errors, sent, latest.current.shot);
      mistakes.setTold(errors);
      focusFirst(errors.map((error) => error.path).filter((path) => placeOf(path).field in program.byKey));
    }
  };
  useHotkeys({ "ctrl+Enter": () => void submit() });

  const begin = (given: Values): void => {
    setMade(null);
    setTrouble(null);
    mistakes.begin();
    state.renew();
    setDirty(false);
    hand.replace({ ...emptyGiven(program, phone), ...given });
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
  const count = Object.keys(mistakes.shown).length;
  const toFirst = (): void => focusFirst(Object.keys(mistakes.shown));
  const submitButton = (
    <Button type="primary" loading={sending} onClick={() => void submit()} title={t("submit_keys")} className="ff-submit">
      {t(record ? "save_changes" : "submit")}
    </Button>
  );
  // On a phone the count of mistakes stands beside the button that found them: the head of the form is out of sight.
  const actions =
    phone && count ? (
      <>
        <Button danger onClick={toFirst}>
          {t("mistakes", { count })}
        </Button>
        {submitButton}
      </>
    ) : (
      submitButton
    );
  const aside = draft.kept && dirty ? <span>{t("draft_kept", { time: shortTime(draft.kept) })}</span> : undefined;
  return (
    <FillContext.Provider value={tools}>
      <Page title={title} onBack={toList} aside={aside} actions={actions}>
        <div className="ff">
          {draft.restored ? (
            <RestoredNotice
              at={draft.restored}
              onClose={draft.forgetNotice}
              onAfresh={() => {
                void draft.drop();
                begin({});
                if (record) hand.replace({});
              }}
            />
          ) : null}
          {trouble ? (
            <TroubleBox
              trouble={trouble}
              onRetry={() => void submit()}
              onAgain={() => void draft.drop().then(() => (draft.keep(typed.given), setTrouble(null)))}
              onList={toList}
              onReload={() => void reload()}
            />
          ) : null}
          <ErrorList loose={mistakes.loose} count={phone ? 0 : count} onFirst={toFirst} />
          <Sections state={state} definition={form.definition} errors={mistakes.shown} reveal={reveal.current} onChange={change} onLeave={leave} onForget={mistakes.forget} />
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
      </Page>
    </FillContext.Provider>
  );
}
