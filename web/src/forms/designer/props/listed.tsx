import { DeleteOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { arrayMove } from "@dnd-kit/sortable";
import type { ReactNode } from "react";
import { useT } from "../../../kit/index.ts";
import type { Doc } from "../model/doc.ts";
import { setForm } from "../model/ops.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { Sorted, SortedItem } from "./ChoicesEditor.tsx";

export type Listed<T> = {
  items: T[];
  /** What is wrong in each item, in words. */
  wrong: string[][];
  put: (at: number, changes: Partial<T>) => void;
  add: (item: T) => void;
  drop: (at: number) => void;
  move: (from: number, to: number) => void;
};

/** A part of the form's document that is a list, and how to change it; a part without items is left out. */
export function useListed<T extends object>(part: string, what: string): Listed<T> {
  const d = useDesigner();
  const t = useT("forms");
  const itemsOf = (doc: Doc): T[] => {
    const value = doc[part];
    return value === undefined || value === null ? [] : Array.isArray(value) ? (value as T[]) : [value as T];
  };
  const change = (make: (items: T[]) => T[]): void =>
    d.apply(t("dp_changed", { what }), (doc) => {
      const next = make(itemsOf(doc));
      return setForm(doc, { [part]: next.length ? next : undefined });
    });
  const bare = (item: T): T => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as T;
  const items = itemsOf(d.doc);
  const wrongAt = (at: number): string[] => Object.entries(d.errors).flatMap(([path, said]) => (path === `${part}[${at}]` || path.startsWith(`${part}[${at}].`) ? said : []));
  return {
    items,
    wrong: items.map((_, at) => wrongAt(at)),
    put: (at, changes) => change((items) => items.map((one, n) => (n === at ? bare({ ...one, ...changes }) : one))),
    add: (item) => change((items) => [...items, item]),
    drop: (at) => change((items) => items.filter((_, n) => n !== at)),
    move: (from, to) => change((items) => arrayMove(items, from, to)),
  };
}

type ItemsProps<T> = { list: Listed<T>; add: string; start: () => NoInfer<T>; none?: string; dropLabel: string; head: (item: T, at: number) => ReactNode; off?: (item: T) => boolean; children: (item: T, at: number) => ReactNode };

/** The items of a list as cards in an order that can be changed. */
export function Items<T extends object>({ list, add, start, none, dropLabel, head, off, children }: ItemsProps<T>) {
  return (
    <div className="dp-both" style={{ gap: 8 }}>
      {none && !list.items.length ? <div className="de-say">{none}</div> : null}
      <Sorted ids={list.items.map((_, at) => String(at))} onMove={list.move}>
        {list.items.map((item, at) => (
          <SortedItem key={at} id={String(at)} className={off?.(item) ? "dp-item off" : "dp-item"}>
            {(grip) => (
              <>
                <div className="dp-item-head">
                  {grip}
                  {head(item, at)}
                  <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={dropLabel} onClick={() => list.drop(at)} />
                </div>
                {children(item, at)}
                {list.wrong[at]?.map((said) => (
                  <div key={said} className="de-wrong">
                    {said}
                  </div>
                ))}
              </>
            )}
          </SortedItem>
        ))}
      </Sorted>
      <Button size="small" type="dashed" onClick={() => list.add(start())}>
        + {add}
      </Button>
    </div>
  );
}
