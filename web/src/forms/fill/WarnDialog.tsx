import { ExclamationCircleFilled } from "@ant-design/icons";
import { Button, Modal } from "antd";
import type { FieldError } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";

type WarnDialogProps = { warnings: FieldError[] | null; sending: boolean; onBack: () => void; onAnyway: () => void };

/** What the form warns of: the person goes back, or submits it knowing this. */
export function WarnDialog({ warnings, sending, onBack, onAnyway }: WarnDialogProps) {
  const t = useT("forms");
  return (
    <Modal
      open={warnings !== null}
      title={
        <span className="ff-warn-title">
          <ExclamationCircleFilled aria-hidden="true" /> {t("warned")}
        </span>
      }
      onCancel={onBack}
      footer={
        <div className="ff-warn-acts">
          <Button onClick={onAnyway} loading={sending}>
            {t("submit_anyway")}
          </Button>
          <Button type="primary" onClick={onBack} autoFocus>
            {t("go_back")}
          </Button>
        </div>
      }
      className="ff-warn"
      destroyOnHidden
    >
      <ul className="ff-warn-list" role="alert">
        {[...new Set((warnings ?? []).map((one) => one.message))].map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </Modal>
  );
}
