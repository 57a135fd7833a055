import { CopyOutlined, DeleteOutlined, HolderOutlined } from "@ant-design/icons";
import { useT } from "../../../kit/index.ts";
import type { Path } from "../model/doc.ts";
import type { Grip } from "./useGrip.ts";
import type { Hand } from "./useHand.ts";

/** The small bar above a selected field: grip, copy, delete. */
export function CardTools({ path, grip, hand }: { path: Path; grip: Grip; hand: Hand }) {
  const t = useT("forms");
  const quiet = (act: () => void) => (event: React.MouseEvent) => {
    event.stopPropagation();
    act();
  };
  return (
    <span className="dz-tools" onPointerDown={(event) => event.stopPropagation()}>
      <button type="button" className="dz-tool dz-grip" ref={grip.setActivatorNodeRef} {...grip.attributes} {...grip.listeners} aria-label={t("design_grip")} title={t("design_grip")}>
        <HolderOutlined />
      </button>
      <button type="button" className="dz-tool" aria-label={t("design_copy")} title={`${t("design_copy")} Ctrl+D`} onClick={quiet(() => hand.copy(path))}>
        <CopyOutlined />
      </button>
      <button type="button" className="dz-tool" aria-label={t("design_delete")} title={`${t("design_delete")} Delete`} onClick={quiet(() => hand.remove(path))}>
        <DeleteOutlined />
      </button>
    </span>
  );
}
