import { SearchOutlined } from "@ant-design/icons";
import { useDraggable } from "@dnd-kit/core";
import { Input, type InputRef } from "antd";
import { memo, useDeferredValue, useRef, useState } from "react";
import { useHotkeys, useLang, useT } from "../../../kit/index.ts";
import { dropOn, nextSpot } from "../actions.ts";
import type { Held } from "../canvas/useGrip.ts";
import { useDesignerStore } from "../model/useDesigner.ts";
import { Sign } from "../icons.tsx";
import { finds, type PaletteItem, useInitials, usePalette } from "./usePalette.ts";

type PaletteProps = { /** Something came to stand: its label is to be edited. */ onAdded: (path: string) => void };

/** What can be put on a form: click adds after the selection, dragging puts it anywhere. */
export function Palette({ onAdded }: PaletteProps) {
  const t = useT("forms");
  const lang = useLang();
  const store = useDesignerStore();
  const { groups } = usePalette();
  const initials = useInitials();
  const search = useRef<InputRef>(null);
  const [typed, setTyped] = useState("");
  const wanted = useDeferredValue(typed);
  useHotkeys({ "/": () => search.current?.focus() });
  const shown = groups
    .map((group) => ({ ...group, items: wanted.trim() ? group.items.filter((item) => finds(item, wanted, initials(item))) : group.items }))
    .filter((group) => group.items.length);
  const add = (item: PaletteItem): void => onAdded(dropOn(store, item.dropped, nextSpot(store.get().doc, store.get().selected), lang));
  const onAdd = useRef(add);
  onAdd.current = add;
  const [stable] = useState(() => (item: PaletteItem) => onAdd.current(item));
  const addFirst = (): void => {
    const first = bestOf(shown.flatMap((group) => group.items), typed);
    if (!first || !typed.trim()) return;
    setTyped("");
    add(first);
  };
  return (
    <aside className="dz-palette" aria-label={t("design_palette")}>
      <Input
        ref={search}
        allowClear
        value={typed}
        prefix={<SearchOutlined />}
        placeholder={t("design_search")}
        aria-label={t("design_search")}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={(event) => (event.nativeEvent.isComposing ? undefined : addFirst())}
      />
      {shown.map((group) => (
        <section key={group.key} className="dz-palette-group">
          <h2>{group.words}</h2>
          <div className="dz-palette-items">
            {group.items.map((item) => (
              <Item key={item.key} item={item} onAdd={stable} />
            ))}
          </div>
        </section>
      ))}
      {shown.length ? null : <p className="dz-palette-none">{t("design_search_none", { text: typed.trim() })}</p>}
    </aside>
  );
}

/** The item that is meant: one called so, one that begins so, else the first. */
function bestOf(items: PaletteItem[], typed: string): PaletteItem | undefined {
  const wanted = typed.trim().toLowerCase();
  const called = (item: PaletteItem): string[] => [item.words.toLowerCase(), item.key];
  return items.find((item) => called(item).includes(wanted)) ?? items.find((item) => called(item).some((text) => text.startsWith(wanted))) ?? items[0];
}

const Item = memo(function Item({ item, onAdd }: { item: PaletteItem; onAdd: (item: PaletteItem) => void }) {
  const { setNodeRef, listeners, attributes } = useDraggable({ id: `palette ${item.key}`, data: { palette: item.key } satisfies Held });
  return (
    <button ref={setNodeRef} type="button" className="dz-item" title={item.hint} data-kind={item.key} {...attributes} {...listeners} onClick={() => onAdd(item)}>
      <Sign name={item.sign} />
      <span>{item.words}</span>
    </button>
  );
});
