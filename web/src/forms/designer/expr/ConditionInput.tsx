import { Button, Popover } from "antd";
import { useMemo, useState } from "react";
import { useLang, useT } from "../../../kit/index.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { conditionOf, conditionText, EMPTY, type Group } from "../../condition/condition.ts";
import { ConditionBuilder } from "../../condition/ConditionBuilder.tsx";
import { ExpressionInput, type ExpressionProps } from "./ExpressionInput.tsx";
import { spotAt } from "./place.ts";
import { sayExpression } from "../../condition/said.ts";
import { useBook } from "../../condition/useBook.ts";
import { namedIn, useTitles } from "../../condition/useTitles.ts";

type ConditionProps = Omit<ExpressionProps, "want"> & {
  /** What the button says when there is no condition. */
  add?: string;
  /** The window is open from the start. */
  opened?: boolean;
};

const START: Group = { join: "AND", items: [{ path: "", op: "=", values: [] }] };

/** A condition: the sentence it reads; a click opens rows of field, comparison, value, or its formula. */
export function ConditionInput(props: ConditionProps) {
  const { value, onChange, at, label, target, option, rows, add, opened } = props;
  const t = useT("forms");
  const lang = useLang();
  const d = useDesigner();
  const [open, setOpen] = useState(opened ?? false);
  const text = value ?? "";
  const spot = useMemo(() => spotAt(d.doc, at, target, option, rows), [d.doc, at, target, option, rows]);
  const book = useBook(spot, text);
  const read = useMemo(() => conditionOf(text), [text]);
  const title = useTitles(read ? namedIn(read, spot, book) : []);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="leftTop"
      destroyOnHidden
      title={label}
      content={
        <div className="de-pop">
          <Faces {...props} value={text} onChange={onChange} onDone={() => setOpen(false)} />
        </div>
      }
    >
      <button type="button" className={text ? "de-said" : "de-said de-none"} aria-haspopup="dialog" aria-expanded={open} aria-label={label}>
        {text ? sayExpression(text, { spot, book, lang, t, title }) : `+ ${add ?? t("de_add_condition")}`}
      </button>
    </Popover>
  );
}

/** The rows, or the formula where the rows cannot show it. */
function Faces(props: ConditionProps & { value: string; onDone: () => void }) {
  const { value, onChange, at, label, target, option, rows, onDone } = props;
  const t = useT("forms");
  const d = useDesigner();
  const read = useMemo(() => conditionOf(value), [value]);
  const [face, setFace] = useState<"rows" | "text">(read ? "rows" : "text");
  const [group, setGroup] = useState<Group>(read?.items.length ? read : START);
  const [opened, setOpened] = useState<string[]>([]);
  const spot = useMemo(() => spotAt(d.doc, at, target, option, rows), [d.doc, at, target, option, rows]);
  const book = useBook(spot, value, opened);
  const change = (next: Group): void => {
    setGroup(next.items.length ? next : EMPTY);
    const text = conditionText(next);
    if (text !== value) onChange(text || undefined);
  };
  const show = (next: "rows" | "text"): void => {
    if (next === "rows" && read) setGroup(read.items.length ? read : START);
    setFace(next);
  };
  return (
    <div className="de-cond">
      {face === "rows" ? (
        <ConditionBuilder spot={spot} book={book} group={group} onChange={change} onOpen={(path) => setOpened((before) => [...before, path])} />
      ) : (
        <>
          {read ? null : <div className="de-note">{t("de_not_in_rows")}</div>}
          <ExpressionInput want="bool" {...{ value, at, label, target, option, rows, onChange }} />
        </>
      )}
      <div className="de-adds">
        <Button size="small" type="link" disabled={face === "text" && !read} onClick={() => show(face === "rows" ? "text" : "rows")}>
          {t(face === "rows" ? "de_as_text" : "de_as_rows")}
        </Button>
        {value ? (
          <Button
            size="small"
            type="link"
            danger
            onClick={() => {
              onChange(undefined);
              onDone();
            }}
          >
            {t("de_remove_condition")}
          </Button>
        ) : null}
        <span style={{ flex: 1 }} />
        <Button size="small" type="primary" onClick={onDone}>
          {t("de_done")}
        </Button>
      </div>
    </div>
  );
}
