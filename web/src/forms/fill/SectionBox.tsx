import { DownOutlined, RightOutlined } from "@ant-design/icons";
import { type ReactNode, useId } from "react";

type SectionBoxProps = {
  title: string;
  hint: string;
  /** Whether the person may fold it. */
  folds: boolean;
  open: boolean;
  wrong: boolean;
  onFold: (open: boolean) => void;
  children: ReactNode;
};

/** A titled part of a form on its own card; what is folded stays there, out of sight. */
export function SectionBox({ title, hint, folds, open, wrong, onFold, children }: SectionBoxProps) {
  const id = useId();
  return (
    <section className={wrong ? "ff-section ff-section-wrong" : "ff-section"}>
      {title ? (
        <h2 className={open || !folds ? "ff-section-title" : "ff-section-title ff-folded"}>
          {folds ? (
            <button type="button" className="ff-fold" aria-expanded={open} aria-controls={id} onClick={() => onFold(!open)}>
              {open ? <DownOutlined aria-hidden="true" /> : <RightOutlined aria-hidden="true" />}
              {title}
            </button>
          ) : (
            title
          )}
        </h2>
      ) : null}
      <div id={id} hidden={folds && !open}>
        {hint ? <p className="ff-section-hint">{hint}</p> : null}
        <div className="ff-grid">{children}</div>
      </div>
    </section>
  );
}
