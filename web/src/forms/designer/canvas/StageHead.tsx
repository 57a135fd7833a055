import { useT } from "../../../kit/index.ts";
import { eachField } from "../model/doc.ts";
import { useDesignerPart } from "../model/useDesigner.ts";

/** Above the canvas: how many fields the form has. */
export function StageHead() {
  const t = useT("forms");
  const count = useDesignerPart((state) => eachField(state.doc).filter((one) => !one.field.retired).length);
  return (
    <div className="dz-stage-head">
      <span />
      <span className="faint">{t("design_fields_count", { count })}</span>
    </div>
  );
}
