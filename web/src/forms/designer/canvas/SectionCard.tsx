import { DeleteOutlined, DownOutlined, HolderOutlined, RightOutlined } from "@ant-design/icons";
import { useDraggable } from "@dnd-kit/core";
import { memo, type ReactNode, useState } from "react";
import { labelText, useLang, useT } from "../../../kit/index.ts";
import { sectionPath } from "../actions.ts";
import type { SectionDoc } from "../model/doc.ts";
import { LabelEdit } from "./LabelEdit.tsx";
import type { Held } from "./useGrip.ts";
import type { Hand } from "./useHand.ts";

type SectionProps = {
  /** null for the fields that no section names. */
  index: number | null;
  section: SectionDoc | null;
  title: string;
  empty: boolean;
  selected: boolean;
  editing: boolean;
  wrong: string;
  hand: Hand;
  onRemove: (index: number) => void;
  children: ReactNode;
};

/** A part of the form on its own card: its title can be edited, moved, folded, deleted. */
export const SectionCard = memo(function SectionCard({ index, section, title, empty, selected, editing, wrong, hand, onRemove, children }: SectionProps) {
  const t = useT("forms");
  const [folded, setFolded] = useState(false);
  return (
    <section className={["dz-section", selected ? "on" : "", wrong ? "wrong" : ""].filter(Boolean).join(" ")} data-group={index ?? "rest"} aria-label={title || t("design_section_plain")}>
      {index === null ? (
        title ? <h2 className="dz-section-title dz-rest">{title}</h2> : null
      ) : (
        <SectionHead index={index} title={title} section={section} folded={folded} onFold={setFolded} selected={selected} editing={editing} hand={hand} onRemove={onRemove} />
      )}
      {wrong ? <span className="dz-wrong">{wrong}</span> : null}
      {folded ? null : <SectionHint section={section} />}
      <div className="dz-grid" hidden={folded}>
        {children}
        {empty && index !== null ? <div className="dz-empty-part">{t("design_section_empty")}</div> : null}
      </div>
    </section>
  );
});

function SectionHint({ section }: { section: SectionDoc | null }) {
  const hint = labelText(section?.hint, useLang());
  return hint ? <p className="dz-section-hint">{hint}</p> : null;
}

type HeadProps = Pick<SectionProps, "title" | "section" | "selected" | "editing" | "hand" | "onRemove"> & { index: number; folded: boolean; onFold: (folded: boolean) => void };

function SectionHead({ index, title, section, folded, onFold, selected, editing, hand, onRemove }: HeadProps) {
  const t = useT("forms");
  const path = sectionPath(index);
  const grip = useDraggable({ id: `section ${index}`, data: { section: index } satisfies Held });
  return (
    <header
      ref={grip.setNodeRef}
      className={title || selected ? "dz-section-head" : "dz-section-head dz-untitled"}
      data-path={path}
      role="group"
      aria-roledescription={t(section?.tab ? "design_tab" : "design_section")}
      aria-label={title || t("design_section_plain")}
      aria-current={selected}
      tabIndex={selected ? 0 : -1}
      onClick={(event) => {
        event.stopPropagation();
        hand.click(path, { ctrlKey: false, metaKey: false, shiftKey: false });
      }}
      onDoubleClick={() => hand.edit(path)}
    >
      <button type="button" className="dz-fold" aria-expanded={!folded} aria-label={t(folded ? "design_unfold" : "design_fold")} onClick={() => onFold(!folded)}>
        {folded ? <RightOutlined /> : <DownOutlined />}
      </button>
      {editing ? (
        <LabelEdit text={title} label={t("design_section_title")} onDone={(typed) => hand.commit(path, typed)} onLeave={() => hand.edit(null)} />
      ) : (
        <h2 className="dz-section-title">{title || <span className="faint">{t("design_section_plain")}</span>}</h2>
      )}
      <span className="dz-section-tools">
        <button type="button" className="dz-tool dz-grip" ref={grip.setActivatorNodeRef} {...grip.attributes} {...grip.listeners} aria-label={t("design_grip_section")} title={t("design_grip_section")}>
          <HolderOutlined />
        </button>
        <button
          type="button"
          className="dz-tool"
          aria-label={t("design_delete_section")}
          title={t("design_delete_section")}
          onClick={(event) => {
            event.stopPropagation();
            onRemove(index);
          }}
        >
          <DeleteOutlined />
        </button>
      </span>
    </header>
  );
}
