import { PrinterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Tooltip } from "antd";
import { api, type Problem } from "../../api/index.ts";
import { type Lang, useT } from "../../kit/index.ts";
import { printLots } from "../../forms/print/data.ts";
import { PrintAsk } from "../../forms/print/PrintButton.tsx";
import type { Template } from "../../forms/print/types.ts";

/** Prints the labels of lots by the templates of the form whose records made them; the server says where they are of several forms. */
export function LotPrint({ codes, onPrinted }: { codes: string[]; onPrinted?: () => void }) {
  const [code = ""] = codes;
  const t = useT("forms");
  const trace = useT("trace");
  const found = useQuery<Template[], Problem>({
    queryKey: ["lot", code, "prints"],
    queryFn: async ({ signal }) => (await api.get<{ items: Template[] }>("/lots/prints", { code }, signal)).items,
    enabled: code !== "",
  });
  const none = found.data?.length === 0;
  if (none && onPrinted) {
    return (
      <Tooltip title={trace("lots_no_labels")}>
        <Button icon={<PrinterOutlined />} disabled>
          {t("print_labels")}
        </Button>
      </Tooltip>
    );
  }
  const print = async (template: Template, copies: number, lang: Lang): Promise<void> => {
    await printLots(template.key, codes, copies, lang);
    onPrinted?.();
  };
  return <PrintAsk templates={found.data ?? []} count={codes.length} print={print} title={t("print_labels")} />;
}
