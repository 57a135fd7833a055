import { labelText, useLang, useT } from "../../../kit/index.ts";
import type { Group } from "../model/doc.ts";

type TabStripProps = { tabs: Group[]; at: number; onTab: (tab: number) => void };

/** The form's tabs; a field dragged over one opens it. */
export function TabStrip({ tabs, at, onTab }: TabStripProps) {
  const t = useT("forms");
  const lang = useLang();
  return (
    <div className="dz-strip" role="tablist" aria-label={t("design_tabs")}>
      {tabs.map((group, index) => (
        <button
          key={group.section}
          type="button"
          role="tab"
          aria-selected={index === at}
          data-tab={index}
          className={index === at ? "dz-strip-tab on" : "dz-strip-tab"}
          onClick={(event) => {
            event.stopPropagation();
            onTab(index);
          }}
        >
          {labelText(group.doc?.label, lang) || t("design_section_plain")}
        </button>
      ))}
    </div>
  );
}
