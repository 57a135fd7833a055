import { DownOutlined, FileDoneOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import { Problem, type Query, saveMade } from "../../api/index.ts";
import { useIsPhone, useT } from "../../kit/index.ts";
import type { Direction } from "../types.ts";

/** 追溯报告: the trace report of a lot as PDF or workbook, and the sheet of FSMA 204, in one click. */
export function ReportButton({ code, direction = "both" }: { code: string; direction?: Direction }) {
  const t = useT("trace");
  const phone = useIsPhone();
  const { message } = App.useApp();
  const [making, setMaking] = useState(false);
  const save = async (path: string, query: Query): Promise<void> => {
    setMaking(true);
    try {
      await saveMade(path, query);
      void message.success(t("report_done"));
    } catch (error) {
      void message.error(error instanceof Problem ? error.message : String(error));
    } finally {
      setMaking(false);
    }
  };
  if (code === "") return null;
  const items = [
    { key: "pdf", label: t("report_pdf"), onClick: () => void save("/lots/report", { code, direction, format: "pdf" }) },
    { key: "xlsx", label: t("report_xlsx"), onClick: () => void save("/lots/report", { code, direction, format: "xlsx" }) },
    { key: "fsma", label: t("report_fsma"), onClick: () => void save("/lots/fsma", { code }) },
  ];
  return (
    <Dropdown menu={{ items }} trigger={["click"]} disabled={making}>
      {phone ? (
        <Button icon={<FileDoneOutlined />} loading={making} aria-label={t("report")} />
      ) : (
        <Button icon={<FileDoneOutlined />} loading={making}>
          {making ? t("report_making") : t("report")} {making ? null : <DownOutlined />}
        </Button>
      )}
    </Dropdown>
  );
}
