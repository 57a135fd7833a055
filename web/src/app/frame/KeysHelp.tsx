import { Modal } from "antd";
import { Fragment } from "react";
import { Key, useT } from "../../kit/index.ts";

const KEYS: [string[], string][] = [
  [["/"], "key_search"],
  [["H"], "key_home"],
  [["T"], "key_trace"],
  [["J", "K"], "key_move"],
  [["Enter"], "key_open"],
  [["X"], "key_pick"],
  [["N"], "key_new"],
  [["E"], "key_amend"],
  [["Ctrl", "Enter"], "key_submit"],
  [["Esc"], "key_leave"],
  [["?"], "key_help"],
];

/** Every key of the product. */
export function KeysHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useT("app");
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t("keys")} width={420}>
      <dl className="keys">
        {KEYS.map(([caps, text]) => (
          <Fragment key={text}>
            <dt>
              {caps.map((cap) => (
                <Key key={cap}>{cap}</Key>
              ))}
            </dt>
            <dd>{t(text)}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  );
}
