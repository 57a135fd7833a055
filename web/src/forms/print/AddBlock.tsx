import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useLabel, useT } from "../../kit/index.ts";
import { useDesigner } from "../designer/model/useDesigner.ts";
import { startOf } from "./blocks.ts";
import { useBlockTypes } from "./data.ts";
import { freePlace, USUAL } from "./geometry.ts";
import { paperOf } from "./types.ts";
import { fieldsFor } from "./useNames.ts";
import type { Edit } from "./usePrint.ts";

/** Adds a block after the chosen one; on a label below what is there. */
export function AddBlock({ edit, small }: { edit: Edit; small?: boolean }) {
  const t = useT("forms");
  const label = useLabel();
  const d = useDesigner();
  const types = useBlockTypes();
  const { message } = App.useApp();
  const kind = edit.doc.kind ?? "page";
  const add = (key: string): void => {
    const type = types.data?.find((one) => one.key === key);
    const made = type && d.published ? startOf(type, edit.doc, fieldsFor(d.published)) : null;
    if (!made) return void message.info(t("pt_block_lacks"));
    const blocks = [...edit.doc.blocks];
    const after = edit.at >= 0 ? edit.at + 1 : blocks.length;
    const placed = kind === "label" ? { ...made, ...freePlace(blocks, paperOf(edit.doc), USUAL[key] ?? { w: 30, h: 10 }) } : made;
    blocks.splice(after, 0, placed);
    edit.put(blocks, after);
  };
  const items = (types.data ?? []).filter((one) => one.on.includes(kind)).map((one) => ({ key: one.key, label: label(one.label), onClick: () => add(one.key) }));
  return (
    <Dropdown menu={{ items }} trigger={["click"]}>
      <Button size={small ? "small" : undefined} icon={<PlusOutlined />}>
        {t("pt_add")}
      </Button>
    </Dropdown>
  );
}
