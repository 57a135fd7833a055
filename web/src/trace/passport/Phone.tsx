import { Segmented, Select } from "antd";
import { useDeferredValue, useState } from "react";
import { ProblemBox } from "../../api/index.ts";
import { type Lang, Tag, useLang, useT, Waiting } from "../../kit/index.ts";
import { titleOf, useLotSearch } from "../data.ts";
import { type Passport, usePreview } from "./data.ts";

/** The page on a phone as the draft would show it, in a frame without any right of its own. */
export function Phone({ passport }: { passport: Passport }) {
  const t = useT("trace");
  const own = useLang();
  const [lang, setLang] = useState<Lang>(own);
  const [code, setCode] = useState("");
  const [search, setSearch] = useState("");
  const lots = useLotSearch(useDeferredValue(search), 20, true);
  const seen = usePreview(passport, code, lang);
  return (
    <aside className="passport-preview">
      <div className="passport-acts">
        <Select
          showSearch={{ filterOption: false, onSearch: setSearch }}
          allowClear
          aria-label={t("passport_preview_lot")}
          placeholder={t("passport_preview_lot")}
          value={code || seen.data?.code || undefined}
          options={lots.data?.items.map((lot) => ({ value: lot.code, label: `${lot.code} ${titleOf(lot)}` }))}
          onChange={(chosen) => setCode(chosen ?? "")}
        />
        <Segmented<Lang> value={lang} options={[{ value: "zh", label: "中文" }, { value: "en", label: "English" }]} onChange={setLang} />
      </div>
      {seen.error ? (
        <>
          <p className="quiet">{t("passport_preview_none")}</p>
          <ProblemBox problem={seen.error} />
        </>
      ) : seen.data ? (
        <>
          <p>
            <Tag tone={seen.data.public ? "green" : "amber"}>{t(seen.data.public ? "passport_public_now" : "passport_not_public")}</Tag>
          </p>
          <iframe className="passport-phone" title={t("passport_preview")} sandbox="" srcDoc={seen.data.html} />
        </>
      ) : (
        <Waiting rows={8} />
      )}
    </aside>
  );
}
