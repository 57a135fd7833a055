import { RollbackOutlined } from "@ant-design/icons";
import { useLang, useT } from "../../../kit/index.ts";
import { type Doc, eachField, labelOf } from "../model/doc.ts";
import { setField } from "../model/ops.ts";
import { useDesignerStore } from "../model/useDesigner.ts";

/** Fields that are out of use: their data stays, and they can be brought back. */
export function RetiredShelf({ doc }: { doc: Doc }) {
  const t = useT("forms");
  const lang = useLang();
  const store = useDesignerStore();
  const retired = eachField(doc).filter(({ list, field }) => field.retired && !doc.fields[list]?.retired);
  if (!retired.length) return null;
  const bringBack = (path: string, name: string): void => {
    store.apply(t("design_did.restore", { what: name }), (now) => setField(now, path, { retired: undefined }));
    store.select([path]);
  };
  return (
    <section className="dz-retired" aria-label={t("design_retired_fields")}>
      <span className="faint">{t("design_retired_fields")}</span>
      {retired.map(({ path, key, list, field }) => {
        const name = labelOf(key, field, lang);
        const shown = list ? `${labelOf(list, doc.fields[list], lang)} · ${name}` : name;
        return (
          <button
            key={path}
            type="button"
            className="dz-retired-field"
            title={t("design_bring_back", { name: shown })}
            aria-label={t("design_bring_back", { name: shown })}
            onClick={(event) => {
              event.stopPropagation();
              bringBack(path, name);
            }}
          >
            <span className="cut">{shown}</span> <RollbackOutlined aria-hidden="true" />
          </button>
        );
      })}
    </section>
  );
}
