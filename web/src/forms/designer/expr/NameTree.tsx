import { DownOutlined, RightOutlined, SearchOutlined } from "@ant-design/icons";
import { Input } from "antd";
import { useState } from "react";
import { useLang, useT } from "../../../kit/index.ts";
import { below, type Book, type Name, roots, type Spot } from "../../condition/names.ts";
import { written } from "./suggest.ts";

type TreeProps = {
  spot: Spot;
  book: Book;
  /** A link was opened: what it leads to is needed. */
  onOpen: (path: string) => void;
  onPick: (text: string) => void;
};

const opens = (name: Name): boolean => (name.type.kind === "link" && Boolean(name.type.form)) || name.type.kind === "list" || name.group === "this" && name.key === "this";

/** The names that may be used, grouped, searchable; links open one level at a time. */
export function NameTree({ spot, book, onOpen, onPick }: TreeProps) {
  const t = useT("forms");
  const lang = useLang();
  const [search, setSearch] = useState("");
  const names = roots(spot, book, lang);
  const groups = [...new Set(names.map((name) => name.group))];
  return (
    <div className="de-side">
      <Input size="small" allowClear prefix={<SearchOutlined />} placeholder={t("de_find_field")} value={search} onChange={(event) => setSearch(event.target.value)} />
      <div className="de-scroll">
        {groups.map((group) => {
          const among = names.filter((name) => name.group === group && (!search || matches(name, search) || opens(name)));
          return among.length ? (
            <section key={group}>
              <h4>{t(`de_group.${group}`)}</h4>
              {among.map((name) => (
                <Branch key={name.key} {...{ name, spot, book, search, onOpen, onPick }} keys={name.key} text={written(name.label)} depth={0} />
              ))}
            </section>
          ) : null;
        })}
      </div>
    </div>
  );
}

function matches(name: Name, search: string): boolean {
  const want = search.toLowerCase();
  return name.label.toLowerCase().includes(want) || name.key.toLowerCase().includes(want);
}

type BranchProps = TreeProps & { name: Name; search: string; keys: string; text: string; depth: number };

function Branch({ name, spot, book, search, onOpen, onPick, keys, text, depth }: BranchProps) {
  const t = useT("forms");
  const lang = useLang();
  const [unfolded, setUnfolded] = useState(false);
  const may = opens(name) && depth < 3;
  const inner = may && (unfolded || search) ? below(name, spot, book, lang) : [];
  const found = search && !matches(name, search) ? inner.filter((one) => matches(one, search)) : inner;
  if (search && !matches(name, search) && !found.length) return null;
  const open = may && (unfolded || Boolean(search && !matches(name, search)));
  return (
    <div>
      <div className="de-row">
        {may ? (
          <button
            type="button"
            className="de-fold"
            aria-expanded={open}
            aria-label={t("de_unfold", { label: name.label })}
            onClick={() => {
              if (!unfolded) onOpen(keys);
              setUnfolded(!unfolded);
            }}
          >
            {open ? <DownOutlined /> : <RightOutlined />}
          </button>
        ) : null}
        <button type="button" className="de-name" onMouseDown={(event) => event.preventDefault()} onClick={() => (name.key === "this" ? setUnfolded(!unfolded) : onPick(text))} title={t(`de_type.${name.type.kind}`)}>
          <span className="cut">{name.label}</span>
          <span className="de-key">{t(`de_type_short.${name.type.kind}`)}</span>
        </button>
      </div>
      {open ? (
        <div className="de-inner">
          {found.map((one) => (
            <Branch key={one.key} {...{ spot, book, onOpen, onPick }} search={matches(name, search) ? "" : search} name={one} keys={`${keys}.${one.key}`} text={`${text}.${written(one.label)}`} depth={depth + 1} />
          ))}
          {!found.length ? <div className="faint de-name">{t("de_nothing_below")}</div> : null}
        </div>
      ) : null}
    </div>
  );
}
