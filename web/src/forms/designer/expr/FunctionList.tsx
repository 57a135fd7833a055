import { SearchOutlined } from "@ant-design/icons";
import { Input } from "antd";
import { useState } from "react";
import help from "../../../expr/help.json" with { type: "json" };
import { SIGNATURES } from "../../../expr/index.ts";
import { labelText, useLang, useT } from "../../../kit/index.ts";

type Help = { group: string; zh: string; en: string; examples: [string, string][] };
const FUNCTIONS = help.functions as unknown as Record<string, Help>;
const GROUPS = help.groups as Record<string, { zh: string; en: string }>;

function call(key: string): string {
  const params = SIGNATURES.get(key)?.params ?? [];
  return `${key}(${params.map((one) => one.name).join(", ")})`;
}

/** Every function by group, with what it gives and examples. */
export function FunctionList({ onPick }: { onPick: (key: string, takes: boolean) => void }) {
  const t = useT("forms");
  const lang = useLang();
  const [search, setSearch] = useState("");
  const [about, setAbout] = useState("IF");
  const want = search.toLowerCase();
  const found = Object.entries(FUNCTIONS).filter(([key, one]) => key.toLowerCase().includes(want) || one[lang].toLowerCase().includes(want));
  const chosen = FUNCTIONS[about];
  return (
    <div className="de-side">
      <Input size="small" allowClear prefix={<SearchOutlined />} placeholder={t("de_find_function")} value={search} onChange={(event) => setSearch(event.target.value)} />
      <div className="de-scroll">
        {Object.entries(GROUPS).map(([group, label]) => {
          const among = found.filter(([, one]) => one.group === group);
          return among.length ? (
            <section key={group}>
              <h4>{labelText(label, lang)}</h4>
              {among.map(([key]) => (
                <button
                  key={key}
                  type="button"
                  className="de-name mono"
                  onMouseDown={(event) => event.preventDefault()}
                  onMouseEnter={() => setAbout(key)}
                  onFocus={() => setAbout(key)}
                  onClick={() => onPick(key, (SIGNATURES.get(key)?.most ?? 0) > 0)}
                >
                  {key}
                </button>
              ))}
            </section>
          ) : null;
        })}
      </div>
      <div className="de-about" aria-live="polite">
        <code>{call(about)}</code>
        <div>{chosen?.[lang]}</div>
        {chosen?.examples.slice(0, 2).map(([text, gives]) => (
          <pre key={text}>
            {text} → {gives || t("de_blank")}
          </pre>
        ))}
      </div>
    </div>
  );
}
