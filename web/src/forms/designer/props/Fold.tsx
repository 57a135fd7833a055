import { DownOutlined, QuestionCircleOutlined, RightOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { type ReactNode, useId, useState } from "react";
import "./props.css";
import { Tag, useT } from "../../../kit/index.ts";

/** Which groups are closed, kept while the designer is open so that they stay so from field to field. */
const closed = new Set<string>();

type FoldProps = { name: string; title: ReactNode; shut?: boolean; /** How many things are wrong inside. */ wrong?: number; children: ReactNode };

/** A group of properties that can be folded. */
export function Fold({ name, title, shut, wrong, children }: FoldProps) {
  const id = useId();
  const t = useT("forms");
  const [open, setOpen] = useState(shut ? closed.has(`!${name}`) : !closed.has(name));
  const toggle = (): void => {
    const mark = shut ? `!${name}` : name;
    if (closed.has(mark)) closed.delete(mark);
    else closed.add(mark);
    setOpen(!open);
  };
  return (
    <section className="dp-fold">
      <div className="dp-fold-head">
        <button type="button" aria-expanded={open} aria-controls={id} onClick={toggle}>
          {open ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />} {title}
        </button>
        {wrong ? <Tag tone="red">{t("dp_wrong", { count: wrong })}</Tag> : null}
      </div>
      {open ? (
        <div className="dp-fold-body" id={id}>
          {children}
        </div>
      ) : null}
    </section>
  );
}

type LineProps = { label?: ReactNode; hint?: ReactNode; errors?: string[]; htmlFor?: string; beside?: boolean; children: ReactNode };

/** One property: its label above (or beside, for a switch), a hint behind a question mark, what is wrong below. */
export function Line({ label, hint, errors, htmlFor, beside, children }: LineProps) {
  return (
    <div className={beside ? "dp-line dp-beside" : "dp-line"}>
      {label ? (
        <div className="dp-label">
          <label htmlFor={htmlFor}>{label}</label>
          {hint ? <Help text={hint} /> : null}
        </div>
      ) : null}
      <div className="dp-control">{children}</div>
      {errors?.map((one) => (
        <div key={one} className="de-wrong">
          {one}
        </div>
      ))}
    </div>
  );
}

/** A question mark that explains. */
export function Help({ text }: { text: ReactNode }) {
  return (
    <Tooltip title={text} trigger={["hover", "focus"]}>
      <button type="button" className="dp-help" aria-label={typeof text === "string" ? text : "?"}>
        <QuestionCircleOutlined />
      </button>
    </Tooltip>
  );
}
