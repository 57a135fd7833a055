import { Drawer } from "antd";
import { useState } from "react";
import { labelText, useLang, useT } from "../../../kit/index.ts";
import { type Device, FormPreview } from "../../fill/FormPreview.tsx";
import type { Doc } from "../model/doc.ts";
import { Devices } from "./Devices.tsx";

type PreviewProps = { doc: Doc; onClose: () => void };

/** The form as it will be filled in, over the whole screen: everything works, nothing is written. */
export function Preview({ doc, onClose }: PreviewProps) {
  const t = useT("forms");
  const lang = useLang();
  const [device, setDevice] = useState<Device>("desk");
  return (
    <Drawer
      open
      placement="bottom"
      size="100%"
      title={t("design_preview_title", { name: labelText(doc.label, lang) })}
      extra={<Devices device={device} onDevice={setDevice} />}
      onClose={onClose}
      classNames={{ body: "dz-preview" }}
      destroyOnHidden
    >
      <FormPreview definition={doc} device={device} />
    </Drawer>
  );
}
