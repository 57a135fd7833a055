import { Button, Modal } from "antd";
import { useMemo, useRef, useState } from "react";
import { Tag, useT } from "../../../kit/index.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { FunctionList } from "./FunctionList.tsx";
import { NameTree } from "./NameTree.tsx";
import { spotAt, targetOf } from "./place.ts";
import { Sample, type Tried } from "./Sample.tsx";
import { type Insert, SmartText } from "./SmartText.tsx";
import { useBook } from "../../condition/useBook.ts";
import { useChecked, type Want } from "./useChecked.ts";

type EditorProps = {
  value: string;
  want: Want;
  at: string;
  label: string;
  target?: string;
  option?: string;
  /** About the rows of the list at this path: `row` is one of them. */
  rows?: string;
  /** The text, or `null` when it was left. */
  onDone: (text: string | null) => void;
};

/** The large editor: names at the left, the text, functions with examples at the right, the value on a sample below. */
export function ExpressionEditor({ value, want, at, label, target, option, rows, onDone }: EditorProps) {
  const t = useT("forms");
  const d = useDesigner();
  const [text, setText] = useState(value);
  const [opened, setOpened] = useState<string[]>([]);
  const [tried, setTried] = useState<Tried>({ record: null, values: null });
  const spot = useMemo(() => spotAt(d.doc, at, target, option, rows), [d.doc, at, target, option, rows]);
  const book = useBook(spot, text, opened);
  const insert = useRef<Insert>(null);
  const { judged, failed } = useChecked({ form: d.key, definition: d.doc, text, at, want, target: targetOf(spot), ...tried }, true);
  const errors = judged?.errors ?? [];
  return (
    <Modal open title={label} width={1080} onCancel={() => onDone(null)} onOk={() => onDone(text)} okText={t("de_done")} cancelText={t("cancel")} destroyOnHidden>
      <div className="de-editor">
        <NameTree spot={spot} book={book} onOpen={(path) => setOpened((before) => [...before, path])} onPick={(piece) => insert.current?.(piece)} />
        <div className="de-middle">
          <SmartText tall autoFocus spot={spot} book={book} value={text} label={label} placeholder={t("de_placeholder_tall")} wrong={errors[0]?.position} insert={insert} onChange={setText} />
          <div className="de-state">
            <span className="faint">{t("de_wanted")}</span>
            <Tag>{t(`de_want.${want}`)}</Tag>
            {judged?.type && !errors.length ? <Tag tone="green">{t("de_fits")}</Tag> : null}
            {text ? (
              <Button size="small" type="text" onClick={() => setText("")}>
                {t("de_clear")}
              </Button>
            ) : null}
          </div>
          {errors.length ? (
            <ul className="de-errors" role="alert">
              {errors.map((one) => (
                <li key={`${one.position} ${one.message}`}>{one.message}</li>
              ))}
            </ul>
          ) : null}
          {failed ? <div className="de-wrong">{failed}</div> : null}
          <Sample spot={spot} book={book} form={target && !target.startsWith("$") ? target : d.key} judged={judged} tried={tried} onTry={setTried} />
        </div>
        <FunctionList onPick={(key, takes) => insert.current?.(`${key}()`, takes ? -1 : 0)} />
      </div>
    </Modal>
  );
}
