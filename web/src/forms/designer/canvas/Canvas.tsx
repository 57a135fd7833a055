import { useDroppable } from "@dnd-kit/core";
import { memo, useCallback, useEffect, useMemo, useRef } from "react";
import { labelText, useLang, useT, words } from "../../../kit/index.ts";
import { sectionPath } from "../actions.ts";
import { type Doc, type FieldDoc, type Group, groupsOf, isList, type Path, splitPath } from "../model/doc.ts";
import { type FieldTypes, kindOf } from "../../model/fieldTypes.ts";
import { removeSection } from "../model/ops.ts";
import { useDesignerPart, useDesignerStore, useTypes } from "../model/useDesigner.ts";
import { cardOf } from "./cards.ts";
import { EmptyForm } from "./EmptyForm.tsx";
import { type CardProps, FieldCard } from "./FieldCard.tsx";
import { ListCard } from "./ListCard.tsx";
import { type Mark, traceMarks } from "./marks.ts";
import { groupPages } from "./pages.ts";
import { RetiredShelf } from "./RetiredShelf.tsx";
import { SectionCard } from "./SectionCard.tsx";
import { TabStrip } from "./TabStrip.tsx";
import { useCanvasKeys } from "./useCanvasKeys.ts";
import type { Hand } from "./useHand.ts";

/** What the cards of the canvas are drawn of. */
type Drawn = { doc: Doc; selected: ReadonlySet<Path>; errors: Record<Path, string[]>; marks: ReadonlyMap<Path, Mark>; stop: Path | undefined };

type CanvasProps = { hand: Hand; editing: Path | null; tab: number; onTab: (tab: number) => void };

/** The form as it will look, where fields are put, moved, sized and named. */
export function Canvas({ hand, editing, tab, onTab }: CanvasProps) {
  const t = useT("forms");
  const store = useDesignerStore();
  const doc = useDesignerPart((state) => state.doc);
  const { setNodeRef } = useDroppable({ id: "canvas" });
  useCanvasKeys(hand);
  const groups = useMemo(() => groupsOf(doc), [doc]);
  const pages = useMemo(() => groupPages(groups), [groups]);
  const at = Math.min(tab, pages.tabs.length - 1);
  const chosen = useDesignerPart((state) => state.selected);
  const errors = useDesignerPart((state) => state.errors);
  const selected = useMemo(() => new Set(chosen), [chosen]);
  const first = (pages.above[0] ?? pages.tabs[at]?.[0] ?? pages.below[0])?.keys[0];
  const drawn: Drawn = { doc, selected, errors, marks: traceMarks(doc), stop: chosen.at(-1) ?? first };
  const onRemove = useCallback(
    (index: number) => store.apply(words("forms", "design_did.section", { what: t("design_section") }), (now) => removeSection(now, index)),
    [store, t],
  );
  useFollow(doc, pages.tabs, at, onTab);
  const part = (group: Group) => <Part key={group.section ?? "rest"} group={group} drawn={drawn} hand={hand} editing={editing} onRemove={onRemove} />;
  const empty = groups.every((group) => group.keys.length === 0) && !doc.sections?.length;
  return (
    <div ref={setNodeRef} className="dz-canvas" data-canvas onClick={() => store.select([])}>
      <p id="dz-keys" className="sr-only">
        {t("design_keys_help")}
      </p>
      <div className="dz-sheet">
        {empty ? (
          <EmptyForm />
        ) : (
          <>
            {pages.above.map(part)}
            {pages.tabs.length ? <TabStrip tabs={pages.tabs.map((groups) => groups[0] as Group)} at={at} onTab={onTab} /> : null}
            {pages.tabs[at]?.map(part)}
            {pages.below.map(part)}
          </>
        )}
        <RetiredShelf doc={doc} />
      </div>
    </div>
  );
}

/** Opens the tab of what was selected elsewhere, and puts the focus on what is selected. */
function useFollow(doc: Doc, tabs: Group[][], tab: number, onTab: (tab: number) => void): void {
  const selected = useDesignerPart((state) => state.selected);
  const last = selected.at(-1);
  const now = useRef({ tabs, tab, onTab });
  now.current = { tabs, tab, onTab };
  useEffect(() => {
    if (last === undefined) return;
    const { tabs, tab, onTab } = now.current;
    const owner = splitPath(last).list || last;
    const at = tabs.findIndex((groups) => groups.some((group) => group.keys.includes(owner) || (group.section !== null && sectionPath(group.section) === last)));
    if (at >= 0 && at !== tab) onTab(at);
    const frame = requestAnimationFrame(() => {
      const card = cardOf(last);
      const busy = document.activeElement instanceof HTMLElement && document.activeElement.closest("input, textarea, [contenteditable], .dz-side, .ant-modal");
      if (!busy) card?.focus({ preventScroll: true });
      card?.scrollIntoView?.({ block: "nearest" });
    });
    return () => cancelAnimationFrame(frame);
  }, [last]);
  useEffect(() => {
    // A field that moved to another part is drawn anew there, without the focus it had.
    if (last !== undefined && document.activeElement === document.body) cardOf(last)?.focus({ preventScroll: true });
  }, [last, doc]);
}

type PartProps = { group: Group; drawn: Drawn; hand: Hand; editing: Path | null; onRemove: (index: number) => void };

/** Whether nothing changed that a part is drawn of: a change of one field draws one part. */
function unchanged(a: PartProps, b: PartProps): boolean {
  const [was, is] = [a.drawn, b.drawn];
  if (was.selected !== is.selected || was.errors !== is.errors || was.marks !== is.marks || was.stop !== is.stop) return false;
  if (a.editing !== b.editing || a.hand !== b.hand || a.group.section !== b.group.section || a.group.doc !== b.group.doc) return false;
  if (Boolean(was.doc.sections?.length) !== Boolean(is.doc.sections?.length)) return false;
  const [before, now] = [a.group.keys, b.group.keys];
  return before.length === now.length && now.every((key, n) => key === before[n] && was.doc.fields[key] === is.doc.fields[key]);
}

const Part = memo(function Part({ group, drawn, hand, editing, onRemove }: PartProps) {
  const t = useT("forms");
  const lang = useLang();
  const types = useTypes();
  const { doc, selected, errors, stop } = drawn;
  const path = group.section === null ? "" : sectionPath(group.section);
  const title = group.doc ? labelText(group.doc.label, lang) : doc.sections?.length ? t("other_fields") : "";
  return (
    <SectionCard
      index={group.section}
      section={group.doc}
      title={title}
      empty={group.keys.length === 0}
      selected={selected.has(path)}
      editing={path !== "" && editing === path}
      wrong={path && wordsAt(errors, path)}
      hand={hand}
      onRemove={onRemove}
    >
      {group.keys.map((key) => {
        const field = doc.fields[key] as FieldDoc;
        const own = {
          path: key,
          field,
          kind: kindOf(types, field),
          selected: selected.has(key),
          alone: selected.size === 1,
          editing: editing === key,
          wrong: errors[key]?.join(" ") ?? "",
          mark: drawn.marks.get(key),
          stop: stop === key,
          hand,
        };
        return isList(field) ? <Listed key={key} {...own} drawn={drawn} editingAt={editing} types={types} /> : <FieldCard key={key} {...own} />;
      })}
    </SectionCard>
  );
}, unchanged);

/** A detail list with what its columns need, in a shape that changes only when they do. */
function Listed({ drawn, editingAt, types, ...own }: CardProps & { drawn: Drawn; editingAt: Path | null; types: FieldTypes }) {
  const within = (path: Path | null): boolean => path !== null && path.startsWith(`${own.path}.`);
  const chosen = [...drawn.selected].filter(within).join(" ");
  return <ListCard {...own} types={types} chosen={chosen} editingColumn={within(editingAt) ? editingAt : null} errors={drawn.errors} marks={drawn.marks} />;
}

/** What is wrong with a section, in words. */
function wordsAt(errors: Record<string, string[]>, section: Path): string {
  return Object.entries(errors)
    .filter(([path]) => path.startsWith(section))
    .flatMap(([, said]) => said)
    .join(" ");
}
