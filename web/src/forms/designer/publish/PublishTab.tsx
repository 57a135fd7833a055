import { App, Button } from "antd";
import { useState } from "react";
import { api, Problem } from "../../../api/index.ts";
import { useT } from "../../../kit/index.ts";
import { useDesigner } from "../model/useDesigner.ts";

/** Publishes what is drawn. */
export function PublishTab() {
  const t = useT("forms");
  const d = useDesigner();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const publish = async (): Promise<void> => {
    setBusy(true);
    try {
      await d.flush();
      await api.post(`/forms/${encodeURIComponent(d.key)}/publish`, {});
      await d.refresh();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      void message.error(error.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="dz-publish">
      <ul>
        {Object.entries(d.errors).map(([path, said]) => (
          <li key={path}>{said.join(" ")}</li>
        ))}
      </ul>
      <Button type="primary" loading={busy} onClick={() => void publish()}>
        {t("design_publish")}
      </Button>
    </div>
  );
}
