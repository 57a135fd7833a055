import { Segmented } from "antd";
import { useEffect, useState } from "react";
import { useT } from "../../../kit/index.ts";
import { sectionIn } from "../actions.ts";
import { useDesignerPart } from "../model/useDesigner.ts";
import { FieldPanel } from "../props/FieldPanel.tsx";
import { FormPanel } from "../props/FormPanel.tsx";
import { SectionPanel } from "./SectionPanel.tsx";

/** The properties at the right: of what is selected, or of the form. */
export function Side() {
  const t = useT("forms");
  const selected = useDesignerPart((state) => state.selected);
  const [face, setFace] = useState<"field" | "form">("form");
  const section = sectionIn(selected);
  useEffect(() => setFace(selected.length ? "field" : "form"), [selected]);
  const options = [
    { value: "field" as const, label: t(section === null ? "design_props_field" : "design_section"), disabled: selected.length === 0 },
    { value: "form" as const, label: t("design_props_form") },
  ];
  return (
    <aside className="dz-side" aria-label={t("design_props")}>
      <Segmented block className="dz-side-faces" value={face} options={options} onChange={setFace} />
      <div className="dz-side-body">
        {face === "form" || !selected.length ? <FormPanel /> : section === null ? <FieldPanel /> : <SectionPanel key={section} index={section} />}
      </div>
    </aside>
  );
}
