import { closestCorners, DndContext, type DragEndEvent, type DragStartEvent, DragOverlay, KeyboardSensor, type Modifier, PointerSensor, useSensor, useSensors } from "@dnd-kit/core";
import { App } from "antd";
import { type ReactNode, useRef, useState } from "react";
import { useLang, useT } from "../../../kit/index.ts";
import { type Dropped, dropOn, namesOf, sectionPath } from "../actions.ts";
import { fieldAt, isList, splitPath, widthOf } from "../model/doc.ts";
import { kindOf } from "../../model/fieldTypes.ts";
import { moveFields, moveSection } from "../model/ops.ts";
import { useDesignerStore, useTypes } from "../model/useDesigner.ts";
import { usePalette } from "../palette/usePalette.ts";
import { Sign } from "../icons.tsx";
import { DropLine, type LineHandle } from "./DropLine.tsx";
import type { Carried } from "./spot.ts";
import type { Held } from "./useGrip.ts";
import { useLanding } from "./useLanding.ts";

/** Holds the chip under the pointer, wherever in a wide card the pointer took it. */
const atPointer: Modifier = ({ activatorEvent, draggingNodeRect, transform }) => {
  if (!(activatorEvent instanceof PointerEvent) || !draggingNodeRect) return transform;
  return { ...transform, x: transform.x + activatorEvent.clientX - draggingNodeRect.left + 10, y: transform.y + activatorEvent.clientY - draggingNodeRect.top + 10 };
};

type BoardProps = {
  /** A field came to stand: its label is to be edited. */
  onDropped: (path: string) => void;
  onTab: (tab: number) => void;
  children: ReactNode;
};

/** Everything that can be dragged in the designer: from the palette onto the canvas, and about it. */
export function DragBoard({ onDropped, onTab, children }: BoardProps) {
  const t = useT("forms");
  const lang = useLang();
  const store = useDesignerStore();
  const types = useTypes();
  const palette = usePalette();
  const { message } = App.useApp();
  const line = useRef<LineHandle>(null);
  const [held, setHeld] = useState<{ sign: string; words: string } | null>(null);
  const landing = useLanding(line, onTab);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(KeyboardSensor, { coordinateGetter: landing.step, keyboardCodes: { start: ["Space"], cancel: ["Escape"], end: ["Space", "Enter"] } }),
  );

  const droppedOf = (one: Held): Dropped | undefined => ("palette" in one ? palette.byKey.get(one.palette)?.dropped : undefined);
  const movedBy = (path: string): string[] => (store.get().selected.includes(path) ? store.get().selected.filter((one) => fieldAt(store.get().doc, one)) : [path]);

  const carriedOf = (one: Held): Carried => {
    const { doc } = store.get();
    const dropped = droppedOf(one);
    if (dropped) return "part" in dropped ? { wide: true, inList: false, section: true } : { wide: Number(dropped.kind.start.width ?? 6) === 12, inList: dropped.kind.in_list && dropped.kind.type !== "list", section: false };
    const field = "path" in one ? fieldAt(doc, one.path) : undefined;
    if (!field || !("path" in one)) return { wide: true, inList: false, section: true };
    const row = splitPath(one.path).list !== "";
    return { wide: !row && widthOf(field) === 12, inList: !isList(field) && (kindOf(types, field)?.in_list ?? true), section: false };
  };

  const start = ({ active, activatorEvent }: DragStartEvent): void => {
    const one = active.data.current as Held;
    const { doc } = store.get();
    if ("path" in one && !store.get().selected.includes(one.path)) store.select([one.path]);
    const item = "palette" in one ? palette.byKey.get(one.palette) : undefined;
    if (item) setHeld({ sign: item.sign, words: item.words });
    else if ("path" in one) setHeld({ sign: kindOf(types, fieldAt(doc, one.path) ?? { type: "text" })?.icon ?? "text", words: namesOf(doc, movedBy(one.path), lang) });
    else setHeld({ sign: "section", words: t("design_section") });
    landing.begin(activatorEvent, "section" in one ? "section" : carriedOf(one));
  };

  const end = ({ active, over }: DragEndEvent): void => {
    const one = active.data.current as Held;
    const found = landing.end();
    setHeld(null);
    if (!found || (!over && !found.byKey)) return;
    if ("section" in one) {
      const to = found.section ?? one.section;
      store.apply(t("design_did.section", { what: t("design_section") }), (doc) => moveSection(doc, one.section, to));
      return store.select([sectionPath(to > one.section ? to - 1 : to)]);
    }
    const { spot } = found;
    const dropped = droppedOf(one);
    if (!spot) return;
    if (dropped) return onDropped(dropOn(store, dropped, spot, lang));
    if (!("path" in one)) return;
    const { doc, published } = store.get();
    const paths = movedBy(one.path);
    const moved = moveFields(doc, paths, spot, published);
    if ((spot.list ?? "") !== splitPath(one.path).list && fieldAt(moved, one.path) === fieldAt(doc, one.path)) void message.info(t("design_cannot_move"));
    store.apply(t("design_did.move", { what: namesOf(doc, paths, lang) }), () => moved);
    const { key } = splitPath(one.path);
    const there = spot.list ? `${spot.list}.${key}` : key;
    if (fieldAt(store.get().doc, there)) store.select(paths.length > 1 ? store.get().selected : [there]);
  };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCorners}
      onDragStart={start}
      onDragMove={landing.move}
      onDragEnd={end}
      onDragCancel={() => {
        landing.end();
        setHeld(null);
      }}
      accessibility={{ screenReaderInstructions: { draggable: t("design_drag_help") }, announcements: landing.announcements }}
      autoScroll={{ threshold: { x: 0, y: 0.12 } }}
    >
      {children}
      <DropLine ref={line} />
      <DragOverlay dropAnimation={null} modifiers={[atPointer]} style={{ width: "auto", height: "auto" }}>
        {held ? (
          <span className="dz-held">
            <Sign name={held.sign} /> <span className="cut">{held.words}</span>
          </span>
        ) : null}
      </DragOverlay>
    </DndContext>
  );
}
