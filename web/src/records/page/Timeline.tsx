import { SafetyCertificateFilled } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { type Change, type FieldDef, type FormInfo, ProblemBox, type RecordData, type Row, type TimelineItem } from "../../api/index.ts";
import { Nothing, showDevice, showExact, Tag, useLabel, useT, Waiting } from "../../kit/index.ts";
import { FieldView } from "../../forms/fields/FieldView.tsx";
import { isBlank } from "../../forms/model/scalar.ts";
import { fieldAtPath } from "./facts.ts";
import { useHistory } from "./history.ts";
import { ProofDialog } from "./ProofDialog.tsx";

const FEW = 8;

/** What happened to the record, newest first: who, what, from which value to which, and the proof. */
export function Timeline({ form, record }: { form: FormInfo; record: RecordData }) {
  const t = useT("records");
  const [proving, setProving] = useState<TimelineItem | null>(null);
  const found = useHistory(form.key, record.id);
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

function Entry({ form, item, onProof }: { form: FormInfo; item: TimelineItem; onProof: () => void }) {
  const t = useT("records");
  const [all, setAll] = useState(false);
  const changes = all ? item.changes : item.changes.slice(0, FEW);
  const verb = t(`did.${item.verb}`, { defaultValue: item.verb });
  return (
    <li>
      <div className="entry-head">
        <strong>{item.by?.title || t("by_system")}</strong> <span>{verb}</span>
        {item.via === "link" ? <Tag tone="teal">{t("by_link")}</Tag> : null}
        {item.sealed ? (
          <button type="button" className="tick" title={t("sealed_hint")} aria-label={t("show_proof")} onClick={onProof}>
            <SafetyCertificateFilled />
          </button>
        ) : (
          <span className="faint entry-wait">{t("sealing")}</span>
        )}
      </div>
      <div className="faint entry-when" title={item.device}>
        {showExact(item.at)}
        {item.device ? ` · ${showDevice(item.device)}` : ""}
      </div>
      {item.reason ? <div className="entry-why">{item.verb === "printed" ? item.reason : t("because", { reason: item.reason })}</div> : null}
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
  const show = (value: unknown) => (field.type === "list" && !isBlank(value) ? <RowLine field={field} row={value as Row} /> : <FieldView field={field} value={value} brief />);
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

/** A row of a detail list that came or went, in one line. */
function RowLine({ field, row }: { field: FieldDef; row: Row }) {
  const filled = (field.fields ?? []).filter((inner) => !isBlank(row[inner.key]));
  return filled.map((inner, index) => (
    <span key={inner.key}>
      {index > 0 ? " · " : ""}
      <FieldView field={inner} value={row[inner.key]} brief />
    </span>
  ));
}
