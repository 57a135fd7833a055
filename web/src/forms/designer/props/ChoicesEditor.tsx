import { DeleteOutlined, HolderOutlined, UndoOutlined } from "@ant-design/icons";
import { closestCenter, DndContext, type DragEndEvent, KeyboardSensor, PointerSensor, useSensor, useSensors } from "@dnd-kit/core";
import { arrayMove, SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { Button, Dropdown, Input } from "antd";
import type { ReactNode } from "react";
import { useState } from "react";
import { useLang, useT } from "../../../kit/index.ts";
import { type Choice, choiceKey, COLOURS, pasted, untouched, worded } from "./choices.ts";
import { bothOf } from "./LabelInput.tsx";

const DOTS: Record<string, string> = { grey: "var(--text-3)", green: "var(--green)", amber: "var(--amber)", red: "var(--red)", blue: "var(--stage-shipment)" };

type SortProps = { ids: string[]; onMove: (from: number, to: number) => void; children: ReactNode };

/** A list whose items can be put in another order by mouse or keyboard. */
export function Sorted({ ids, onMove, children }: SortProps) {
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const end = ({ active, over }: DragEndEvent): void => {
    if (over && active.id !== over.id) onMove(ids.indexOf(String(active.id)), ids.indexOf(String(over.id)));
  };
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={end}>
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  );
}

/** One item of `Sorted`; `grip` is what it is taken hold of by. */
export function SortedItem({ id, className, children }: { id: string; className?: string; children: (grip: ReactNode) => ReactNode }) {
  const t = useT("forms");
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({ id });
  const grip = (
    <button type="button" className="dp-grip" aria-label={t("dp_move")} {...attributes} {...listeners}>
      <HolderOutlined />
    </button>
  );
  return (
    <div ref={setNodeRef} className={className} style={{ transform: CSS.Translate.toString(transform), transition, opacity: isDragging ? 0.5 : undefined }}>
      {children(grip)}
    </div>
  );
}

type EditorProps = {
  value: Choice[];
  onChange: (choices: Choice[]) => void;
  /** Keys that records may hold already: they are retired instead of deleted. */
  used: string[];
  /** What the palette gave: words nobody has chosen yet. */
  stock?: Choice[];
};

const NO_STOCK: Choice[] = [];

/** The options of a choice: their order, words and colours; several lines can be pasted; keys stay. */
export function ChoicesEditor({ value, onChange, used, stock = NO_STOCK }: EditorProps) {
  const t = useT("forms");
  const lang = useLang();
  const [bulk, setBulk] = useState<string | null>(null);
  const put = (at: number, changes: Partial<Choice>): void => onChange(value.map((one, n) => (n === at ? { ...one, ...changes } : one)));
  const fresh = used.length ? NO_STOCK : stock;
  const lines = (before: Choice[], text: string): void => onChange(pasted(value.every((one) => untouched(one, fresh)) ? [] : before, text, lang));
  const drop = (at: number): void => {
    const one = value[at]!;
    if (used.includes(one.key)) put(at, { retired: one.retired ? undefined : true });
    else onChange(value.filter((_, n) => n !== at));
  };
  const add = (): void => onChange([...value, { key: choiceKey("", value.map((one) => one.key)), label: bothOf("", lang) }]);
  return (
    <div className="dp-both">
      <Sorted ids={value.map((one) => one.key)} onMove={(from, to) => onChange(arrayMove(value, from, to))}>
        {value.map((one, at) => (
          <SortedItem key={one.key} id={one.key} className={one.retired ? "dp-choice retired" : "dp-choice"}>
            {(grip) => (
              <>
                {grip}
                <Input
                  size="small"
                  autoFocus={at === value.length - 1 && !bothOf(one.label, lang)[lang] && at > 0}
                  aria-label={t("dp_choice_label", { n: at + 1 })}
                  title={one.key}
                  placeholder={bothOf(one.label, lang)[lang === "zh" ? "en" : "zh"] || one.key}
                  value={bothOf(one.label, lang)[lang]}
                  onChange={(event) => put(at, worded(one, event.target.value, lang, fresh))}
                  onPressEnter={add}
                  onPaste={(event) => {
                    const text = event.clipboardData.getData("text/plain");
                    if (!/[\r\n]/.test(text.trim())) return;
                    event.preventDefault();
                    const bare = value.filter((other, n) => n !== at || bothOf(other.label, lang)[lang] !== "");
                    lines(bare, text);
                  }}
                />
                <Dropdown
                  trigger={["click"]}
                  menu={{ items: COLOURS.map((key) => ({ key: key || "none", icon: <Dot colour={key} />, label: t(`dp_colour.${key || "none"}`) })), onClick: ({ key }) => put(at, { color: key === "none" ? undefined : key }) }}
                >
                  <Button size="small" type="text" aria-label={t("dp_choice_colour", { n: at + 1 })} icon={<Dot colour={one.color ?? ""} />} />
                </Dropdown>
                <Button size="small" type="text" aria-label={t(one.retired ? "dp_choice_back" : "dp_choice_drop", { n: at + 1 })} icon={one.retired ? <UndoOutlined /> : <DeleteOutlined />} onClick={() => drop(at)} />
              </>
            )}
          </SortedItem>
        ))}
      </Sorted>
      {bulk !== null ? (
        <>
          <Input.TextArea autoFocus rows={5} value={bulk} placeholder={t("dp_choice_lines_hint")} onChange={(event) => setBulk(event.target.value)} />
          <div className="de-adds">
            <Button
              size="small"
              type="primary"
              onClick={() => {
                lines(value, bulk);
                setBulk(null);
              }}
            >
              {t("dp_choice_take")}
            </Button>
            <Button size="small" onClick={() => setBulk(null)}>
              {t("cancel")}
            </Button>
          </div>
        </>
      ) : (
        <div className="de-adds">
          <Button size="small" type="dashed" onClick={add}>
            + {t("dp_choice_add")}
          </Button>
          <Button size="small" type="text" onClick={() => setBulk("")}>
            {t("dp_choice_lines")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Dot({ colour }: { colour: string }) {
  return <span className="dp-dot" style={{ background: DOTS[colour] ?? "transparent" }} />;
}
