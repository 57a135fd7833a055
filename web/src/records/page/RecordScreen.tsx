import { AlertOutlined, EditOutlined, StopOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Tabs } from "antd";
import { useState } from "react";
import "./page.css";
import { type FormInfo, keys, may, ProblemBox, type RecordData, useMe, useRecord } from "../../api/index.ts";
import { Fact, Page, showInstant, StageDot, Tag, useHotkeys, useIsPhone, useLabel, usePlace, useT, Waiting } from "../../kit/index.ts";
import { FieldView } from "../../forms/fields/FieldView.tsx";
import { NextForms, useHasNext } from "../../forms/fill/NextForms.tsx";
import { PrintButton } from "../../forms/print/PrintButton.tsx";
import { useTemplates } from "../../forms/print/data.ts";
import { useShownForm } from "../form.ts";
import { Body } from "./Body.tsx";
import { useHistory } from "./history.ts";
import { keyFacts } from "./facts.ts";
import { FilesRail } from "./FilesRail.tsx";
import { LinksRail } from "./LinksRail.tsx";
import { LotRibbon } from "./LotRibbon.tsx";
import { Timeline } from "./Timeline.tsx";
import { TraceRail } from "./TraceRail.tsx";
import { VoidDialog } from "./VoidDialog.tsx";

/** `/f/:form/:id`: one record, what happened to it, what it did to lots. */
export function RecordScreen() {
  const { params } = usePlace();
  const form = useShownForm(params.form ?? "");
  const record = useRecord(params.form ?? "", params.id ?? "");
  const problem = form.error ?? record.error;
  if (problem) return <ProblemBox problem={problem} onRetry={() => void Promise.all([form.refetch(), record.refetch()])} />;
  if (!form.data || !record.data) return <Waiting rows={12} />;
  return <RecordPage key={record.data.id} today={form.data} record={record.data} />;
}

/** The form in which a record is shown: as it was when the record was written, or as it is now. */
function useCaptured(today: FormInfo, record: RecordData) {
  const [asToday, setAsToday] = useState(false);
  const older = record.version !== today.version;
  const asked = useShownForm(older ? record.form : "", record.version);
  const then = older ? asked.data : undefined;
  return { form: then && !asToday ? then : today, then, waiting: older && asked.isLoading, asToday, setAsToday };
}

function RecordPage({ today, record }: { today: FormInfo; record: RecordData }) {
  const captured = useCaptured(today, record);
  const { form } = captured;
  const t = useT("records");
  const label = useLabel();
  const phone = useIsPhone();
  const place = usePlace();
  const [voiding, setVoiding] = useState(false);
  const voided = record.state === "voided";
  const mayAmend = may(today, "amend") && !voided;
  const mayVoid = may(today, "void") && !voided;
  const amend = (): void => place.go(`/f/${form.key}/${record.id}/amend`);
  useHotkeys({ e: () => (mayAmend ? amend() : undefined) });

  const doubtful = useRecallOf(form.key, record);
  const followed = useHasNext(form, record);
  const printed = (useTemplates(form.key).data ?? []).length > 0;
  const client = useQueryClient();
  const actions =
    mayAmend || mayVoid || doubtful || followed || printed ? (
      <>
        <PrintButton form={form.key} ids={[record.id]} onPrinted={() => void client.invalidateQueries({ queryKey: keys.record(form.key, record.id) })} />
        <NextForms form={form} record={record} />
        {doubtful ? (
          <Button danger icon={<AlertOutlined />} onClick={() => place.go("/recall/new", { code: doubtful })}>
            {t("recall", { ns: "trace" })}
          </Button>
        ) : null}
        {mayVoid ? (
          <Button danger icon={<StopOutlined />} onClick={() => setVoiding(true)}>
            {t("void")}
          </Button>
        ) : null}
        {mayAmend ? (
          <Button type="primary" icon={<EditOutlined />} onClick={amend}>
            {t("amend")}
          </Button>
        ) : null}
      </>
    ) : undefined;
  if (captured.waiting) return <Waiting rows={12} />;
  return (
    <Page
      title={record.title}
      onBack={() => place.go(`/f/${form.key}`)}
      aside={
        <>
          <StageDot stage={form.definition.stage} />
          <span className="cut">{label(form.definition.label)}</span>
          <Tag tone={voided ? "red" : "green"}>{t(`state.${voided ? "voided" : "submitted"}`)}</Tag>
          {record.revision > 1 ? <Tag>{t("revision", { n: record.revision })}</Tag> : null}
        </>
      }
      actions={actions}
    >
      {voided ? (
        <div className="ribbon ribbon-red" role="status">
          {t("voided_ribbon")}
        </div>
      ) : (
        <LotRibbon form={form} record={record} />
      )}
      {captured.then ? (
        <div className="captured" role="status">
          {t(captured.asToday ? "shown_today" : "shown_captured", { then: record.version, now: today.version })}
          <button type="button" onClick={() => captured.setAsToday(!captured.asToday)}>
            {t(captured.asToday ? "show_captured" : "show_today")}
          </button>
        </div>
      ) : null}
      <div className={phone ? "record record-phone" : "record"}>
        <div className="record-main">
          <Facts form={form} record={record} />
          <Body form={form} record={record} />
        </div>
        <aside className="card record-rail">
          <Rail form={form} record={record} />
        </aside>
      </div>
      <VoidDialog form={form} record={record} open={voiding} onClose={() => setVoiding(false)} />
    </Page>
  );
}

function Facts({ form, record }: { form: FormInfo; record: RecordData }) {
  const t = useT("records");
  const label = useLabel();
  const first = useHistory(form.key, record.id).data?.items.at(-1);
  const author = record.created_by?.title ?? (first?.via === "link" ? `${first.by?.title} (${t("by_link")})` : t("by_system"));
  return (
    <div className="card record-facts">
      {keyFacts(form, record).map((field) => (
        <Fact key={field.key} label={label(field.label)}>
          <FieldView field={field} value={record.fields[field.key]} brief />
        </Fact>
      ))}
      <Fact label={t("recorded")}>
        {showInstant(record.created_at)}
        <div className="faint">{author}</div>
      </Fact>
    </div>
  );
}

function Rail({ form, record }: { form: FormInfo; record: RecordData }) {
  const t = useT("records");
  const items = [
    { key: "timeline", label: t("timeline"), children: <Timeline form={form} record={record} /> },
    { key: "trace", label: t("trace"), children: <TraceRail form={form} record={record} /> },
    { key: "files", label: t("files"), children: <FilesRail form={form} record={record} /> },
    { key: "links", label: t("links"), children: <LinksRail form={form} record={record} /> },
  ];
  return <Tabs className="rail-tabs" items={items} destroyOnHidden />;
}

/** The lot that a complaint is about, for those who may begin a recall of it. */
function useRecallOf(form: string, record: RecordData): string | null {
  const forms = useMe().data?.apps.flatMap((app) => app.forms) ?? [];
  const lot = record.fields.lot as { code?: string } | null | undefined;
  const recalls = forms.some((one) => one.key === "recall_case" && one.may.includes("submit"));
  return form === "complaint" && recalls && record.state === "submitted" ? (lot?.code ?? null) : null;
}
