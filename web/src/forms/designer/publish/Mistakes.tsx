import { usePlace, useT } from "../../../kit/index.ts";
import { fieldAt } from "../model/doc.ts";
import { type Examined, fieldOfPath } from "../model/server.ts";
import { useDesigner } from "../model/useDesigner.ts";
import { labelOf, splitPath } from "../model/doc.ts";

/** What stands in the way, each leading to where it can be mended. */
export function Mistakes({ mistakes }: { mistakes: Examined["mistakes"] }) {
  const t = useT("forms");
  const d = useDesigner();
  const place = usePlace();
  const go = (path: string): void => {
    const field = fieldOfPath(path);
    d.select(fieldAt(d.doc, field) ? [field] : []);
    place.setSearch({ tab: path.startsWith("trace") ? "trace" : undefined });
  };
  return (
    <section className="card pb-card pb-mistakes" role="alert">
      <h2>{t("pb_mistakes", { count: mistakes.length })}</h2>
      <ul>
        {mistakes.map((mistake) => {
          const path = fieldOfPath(mistake.path);
          const field = fieldAt(d.doc, path);
          return (
            <li key={mistake.path + mistake.code}>
              <button type="button" className="as-link" onClick={() => go(mistake.path)}>
                {field ? labelOf(splitPath(path).key, field, d.lang) : t(`pb_part.${/^[a-z]+/.exec(mistake.path)?.[0] ?? ""}`, { defaultValue: t("pb_form_itself") })}
              </button>
              {t("pb_colon")}
              {mistake.message}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
