import { Button } from "antd";
import { useState } from "react";
import { useLang, useT } from "../../kit/index.ts";
import { fieldAt, labelOf, splitPath } from "./model/doc.ts";
import { useDesignerPart } from "./model/useDesigner.ts";

const MOST = 4;

/** Says softly what another person just changed in the form one is drawing. */
export function News() {
  const t = useT("forms");
  const lang = useLang();
  const news = useDesignerPart((state) => state.news);
  const doc = useDesignerPart((state) => state.doc);
  const [read, setRead] = useState(0);
  if (!news || news.at <= read) return null;
  const nameOf = (path: string): string => {
    const field = fieldAt(doc, path);
    return field ? labelOf(splitPath(path).key, field, lang) : t(`design_part.${path}`, { defaultValue: path });
  };
  const told = news.paths.slice(0, MOST).map(nameOf).join(t("comma"));
  const more = news.paths.length - MOST;
  return (
    <div className="dz-news" role="status">
      <span>
        {t("design_news", { by: news.by, what: told })}
        {more > 0 ? t("design_news_more", { count: more }) : ""}
        {news.clashes.length ? ` ${t("design_news_clash")}` : ""}
      </span>
      <Button type="text" size="small" onClick={() => setRead(news.at)}>
        {t("design_news_read")}
      </Button>
    </div>
  );
}
