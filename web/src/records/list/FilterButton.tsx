import { FilterOutlined } from "@ant-design/icons";
import { Button, Modal, Popover } from "antd";
import { lazy, Suspense } from "react";
import type { FormInfo } from "../../api/index.ts";
import { useIsPhone, useT, Waiting } from "../../kit/index.ts";

const FilterEditor = lazy(() => import("./FilterEditor.tsx").then((m) => ({ default: m.FilterEditor })));

/** Whether the conditions are open: not, as they are, or with a new one begun. */
export type Opened = "" | "all" | "new";

type ButtonProps = { form: FormInfo; where: string; open: Opened; onOpen: (open: Opened) => void; onWhere: (where: string) => void };

/** Opens the conditions of the list; they hold once they are applied. */
export function FilterButton({ form, where, open, onOpen, onWhere }: ButtonProps) {
  const t = useT("records");
  const apply = (next: string): void => {
    onWhere(next);
    onOpen("");
  };
  const phone = useIsPhone();
  const button = (
    <Button icon={<FilterOutlined />} onClick={phone ? () => onOpen("new") : undefined}>
      {t("add_filter")}
    </Button>
  );
  const content = (
    <Suspense fallback={<Waiting rows={2} />}>
      <FilterEditor form={form} where={where} begin={open === "new"} onApply={apply} />
    </Suspense>
  );
  if (phone) {
    return (
      <>
        {button}
        <Modal open={open !== ""} title={t("add_filter")} footer={null} destroyOnHidden onCancel={() => onOpen("")}>
          {content}
        </Modal>
      </>
    );
  }
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      open={open !== ""}
      onOpenChange={(now) => onOpen(now ? "new" : "")}
      content={content}
    >
      {button}
    </Popover>
  );
}
