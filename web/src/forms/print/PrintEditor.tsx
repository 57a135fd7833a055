import { useQueryClient } from "@tanstack/react-query";
import { DeleteOutlined, RedoOutlined, UndoOutlined } from "@ant-design/icons";
import { App, Button, Popconfirm, Tooltip } from "antd";
import { useDeferredValue, useState } from "react";
import { Problem, ProblemBox } from "../../api/index.ts";
import { useHotkeys, useLabel, useLang, useT } from "../../kit/index.ts";
import type { Doc } from "../designer/model/doc.ts";
import { BlockPanel } from "./BlockPanel.tsx";
import { drawnKey, dropPrintDraft, publishPrint, restorePrint, retirePrint, useShown } from "./data.ts";
import { FlowCanvas } from "./FlowCanvas.tsx";
import { LabelCanvas } from "./LabelCanvas.tsx";
import { RecordChoice } from "./RecordChoice.tsx";
import { TemplatePanel } from "./TemplatePanel.tsx";
import type { Drawn } from "./types.ts";
import { useLater } from "./useLater.ts";
import { type Edit, usePrint } from "./usePrint.ts";

/** Draws one template: blocks in the middle with the real print beside or below them, properties at the right. */
export function PrintEditor({ drawn, form }: { drawn: Drawn; form: Doc }) {
  const lang = useLang();
  const edit = usePrint(drawn);
  const [record, setRecord] = useState("");
  const asked = useLater(edit.doc, 350);
  const shown = useShown(useDeferredValue(asked), record, lang);
  const label = edit.doc.kind === "label";
  useHotkeys({
    "ctrl+z": (event) => (event.shiftKey ? edit.redo() : edit.undo()),
    "ctrl+y": () => edit.redo(),
    Escape: () => edit.choose(-1),
  });
  const body = { edit, shown: shown.data, problem: shown.error, busy: shown.isFetching };
  return (
    <>
      <section className="pt-middle">
        <Head edit={edit} drawn={drawn} />
        <div className="pt-record">
          <RecordChoice form={edit.doc.form} value={record} shown={shown.data?.record ?? null} onChange={setRecord} />
          <Said edit={edit} left={shown.data?.left_out ?? []} />
        </div>
        {label ? <LabelCanvas {...body} /> : <FlowCanvas {...body} />}
      </section>
      <aside className="pt-side">{edit.at >= 0 ? <BlockPanel key={edit.at} edit={edit} form={form} problem={shown.error} /> : <TemplatePanel edit={edit} form={form} />}</aside>
    </>
  );
}

function Said({ edit, left }: { edit: Edit; left: string[] }) {
  const t = useT("forms");
  if (edit.problem) return <span className="pt-wrong">{edit.problem.message}</span>;
  return left.length ? <span className="quiet">{t("pt_left_out", { what: left.join(t("comma")) })}</span> : null;
}

function Head({ edit, drawn }: { edit: Edit; drawn: Drawn }) {
  const t = useT("forms");
  const label = useLabel();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const act = async (work: () => Promise<unknown>, done: string): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      if (!(await edit.flush())) return;
      await work();
      await client.invalidateQueries({ queryKey: drawnKey(edit.doc.form) });
      await client.invalidateQueries({ queryKey: ["form", edit.doc.form, "prints"] });
      void message.success(t(done));
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, String(error), ""));
    } finally {
      setBusy(false);
    }
  };
  const draft = drawn.state === "draft" || edit.saving !== "saved";
  const retired = drawn.state === "retired";
  const key = edit.doc.print;
  const drop = drawn.state === "draft" && drawn.version === 1 ? () => dropPrintDraft(key) : () => retirePrint(key);
  return (
    <>
      <header className="pt-head">
        <strong className="cut">{label(edit.doc.label)}</strong>
        <span className="dz-saving">{t(`pt_saving.${edit.saving}`)}</span>
        <span className="pt-acts">
          <Tooltip title={t("pt_undo")}>
            <Button type="text" icon={<UndoOutlined />} aria-label={t("pt_undo")} disabled={!edit.canUndo} onClick={edit.undo} />
          </Tooltip>
          <Tooltip title={t("pt_redo")}>
            <Button type="text" icon={<RedoOutlined />} aria-label={t("pt_redo")} disabled={!edit.canRedo} onClick={edit.redo} />
          </Tooltip>
          {retired ? (
            <Button loading={busy} onClick={() => void act(() => restorePrint(key), "pt_restored")}>
              {t("pt_restore")}
            </Button>
          ) : (
            <Popconfirm title={t("pt_retire_sure")} okText={t("pt_retire")} cancelText={t("cancel")} onConfirm={() => void act(drop, "pt_retired")}>
              <Button type="text" icon={<DeleteOutlined />} aria-label={t("pt_retire")} />
            </Popconfirm>
          )}
          <Button type="primary" disabled={!draft || retired} loading={busy} onClick={() => void act(() => publishPrint(key), "pt_published")}>
            {t("design_publish")}
          </Button>
        </span>
      </header>
      {problem ? <ProblemBox problem={problem} /> : null}
    </>
  );
}
