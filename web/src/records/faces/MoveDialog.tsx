import { Input, Modal } from "antd";
import { useEffect, useState } from "react";
import { api, type FieldDef, type FormInfo, newKey, Problem, problemText, type RecordData } from "../../api/index.ts";
import { onlyWarnings } from "../../forms/fill/door.ts";
import { useLabel, useT } from "../../kit/index.ts";
import type { BoardColumn } from "./board.ts";

/** A card on its way to another column. */
export type Move = { record: RecordData; from: BoardColumn; to: BoardColumn };

type MoveProps = { form: FormInfo; field: FieldDef; move: Move | null; onClose: () => void; onMoved: () => void };

/** Asks why a card is moved, and amends its record. */
export function MoveDialog({ form, field, move, onClose, onMoved }: MoveProps) {
  const t = useT("records");
  const label = useLabel();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string[]>([]);
  // What guards only warn of was shown: moving again confirms it.
  const [warned, setWarned] = useState(false);
  useEffect(() => {
    setReason("");
    setWrong([]);
    setWarned(false);
  }, [move]);
  const amend = async (): Promise<void> => {
    if (!move || !reason.trim() || busy) return;
    setBusy(true);
    try {
      const body = { fields: { [field.key]: move.to.value || null }, reason: reason.trim(), revision: move.record.revision, confirmed: warned };
      await api.patch(`/records/${encodeURIComponent(form.key)}/${encodeURIComponent(move.record.id)}`, body, { headers: { "Idempotency-Key": newKey() } });
      onClose();
    } catch (problem) {
      const errors = problem instanceof Problem ? problem.errors : [];
      setWarned(onlyWarnings(errors));
      setWrong(errors.length ? errors.map((error) => error.message) : [problemText(problem)]);
    } finally {
      setBusy(false);
      onMoved();
    }
  };
  const nameOf = (column: BoardColumn | undefined): string => column?.title || t("column_blank");
  return (
    <Modal
      open={move !== null}
      title={t("move_card", { title: move?.record.title })}
      okText={t(warned ? "move_anyway" : "move_do")}
      confirmLoading={busy}
      okButtonProps={{ disabled: !reason.trim() }}
      onCancel={onClose}
      onOk={() => void amend()}
    >
      <p>{t("move_from_to", { field: label(field.label), from: nameOf(move?.from), to: nameOf(move?.to) })}</p>
      <Input autoFocus maxLength={1000} placeholder={t("move_reason")} aria-label={t("move_reason")} value={reason} onChange={(event) => setReason(event.target.value)} onPressEnter={() => void amend()} />
      {wrong.map((text) => (
        <p key={text} className="board-wrong" role="alert">
          {text}
        </p>
      ))}
    </Modal>
  );
}
