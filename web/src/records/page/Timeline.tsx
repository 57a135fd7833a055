import { SafetyCertificateFilled } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api, type Change, type FormInfo, keys, ProblemBox, type Problem, type RecordData, type TimelineItem } from "../../api/index.ts";
import { Nothing, showExact, useLabel, useT, Waiting } from "../../kit/index.ts";
import { Value } from "../show/Value.tsx";
import { fieldAtPath } from "./facts.ts";
import { ProofDialog } from "./ProofDialog.tsx";

const FEW = 8;

/** What happened to the record, newest first: who, what, from which value to which, and the proof. */
export function Timeline({ form, record }: { form: FormInfo; record: RecordData }) {
  const t = useT("records");
  const [proving, setProving] = useState<TimelineItem | null>(null);
  const found = useQuery<{ items: TimelineItem[] }, Problem>({
    queryKey: keys.timeline(form.key, record.id),
    queryFn: ({ signal }) => api.get(`/records/${encodeURIComponent(form.key)}/${record.id}/timeline`, {}, signal),
    refetchInterval: (query) => (query.state.data?.items.every((item) => item.sealed) === false ? 2000 : false),
  });
  if (found.error) return <ProblemBox problem={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Waiting rows={4} />;
  if (found.data.items.length === 0) return <Nothing title={t("no_history")} />;
  return (
    <>
      <ol className="timeline">
        {found.data.items.map((item) => (
          <Entry key={item.id} form={form} item={item} onProof={() => setProving(item)} />
        ))}
      </ol>
      {proving ? <ProofDialog item={proving} onClose={() => setProving(null)} /> : null}
    </>
  );
}

/** Who did it, whatever the shape it is told in. */
export function nameOf(by: TimelineItem["by"]): string {
  if (!by) return "";
  if (typeof by === "string") return by;
  return "title" in by ? by.title : by.name;
}

function Entry({ form, item, onProof }: { form: FormInfo; item: TimelineItem; onProof: () => void }) {
  const t = useT("records");
  const [all, setAll] = useState(false);
  const changes = all ? item.changes : item.changes.slice(0, FEW);
  const verb = t(`did.${item.verb}`, { defaultValue: item.verb });
  return (
    <li>
      <div className="entry-head">
        <strong>{nameOf(item.by) || t("by_system")}</strong> <span>{verb}</span>
        {item.sealed ? (
          <button type="button" className="tick" title={t("sealed_hint")} aria-label={t("show_proof")} onClick={onProof}>
            <SafetyCertificateFilled />
          </button>
        ) : (
          <span className="faint entry-wait">{t("sealing")}</span>
        )}
      </div>
      <div className="faint entry-when">
        {showExact(item.at)}
        {item.device ? ` · ${item.device}` : ""}
      </div>
      {item.reason ? <div className="entry-why">{t("because", { reason: item.reason })}</div> : null}
      {changes.length > 0 ? (
        <dl className="changes">
          {changes.map((change) => (
            <ChangeLine key={change.path} form={form} change={change} />
          ))}
        </dl>
      ) : null}
      {item.changes.length > changes.length ? (
        <Button type="link" size="small" onClick={() => setAll(true)}>
          {t("more_changes", { n: item.changes.length - changes.length })}
        </Button>
      ) : null}
    </li>
  );
}

function ChangeLine({ form, change }: { form: FormInfo; change: Change }) {
  const label = useLabel();
  const t = useT("records");
  const field = fieldAtPath(form, change.path) ?? { key: change.path, type: "text", label: { zh: change.path, en: change.path } };
  const show = (value: unknown) => (field.type === "list" ? t("rows", { n: Array.isArray(value) ? value.length : 0 }) : <Value field={field} value={value} brief />);
  return (
    <div>
      <dt>{label(change.label) || label(field.label)}</dt>
      <dd>
        <span className="was">{show(change.old)}</span>
        <span aria-label={t("became")}> → </span>
        <span>{show(change.new)}</span>
      </dd>
    </div>
  );
}
