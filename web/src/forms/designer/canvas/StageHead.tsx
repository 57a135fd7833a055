import { useT } from "../../../kit/index.ts";
import type { Device } from "../../fill/FormPreview.tsx";
import { eachField } from "../model/doc.ts";
import { useDesignerPart } from "../model/useDesigner.ts";
import { Devices } from "../preview/Devices.tsx";

/** Above the canvas: the device it is seen on, how many fields the form has. */
export function StageHead({ device, onDevice }: { device: Device; onDevice: (device: Device) => void }) {
  const t = useT("forms");
  const count = useDesignerPart((state) => eachField(state.doc).filter((one) => !one.field.retired).length);
  return (
    <div className="dz-stage-head">
      <Devices device={device} onDevice={onDevice} />
      <span className="faint">{t("design_fields_count", { count })}</span>
    </div>
  );
}
