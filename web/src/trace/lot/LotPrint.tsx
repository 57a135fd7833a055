import { useQuery } from "@tanstack/react-query";
import { api, type Problem } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";
import { printLots } from "../../forms/print/data.ts";
import { PrintAsk } from "../../forms/print/PrintButton.tsx";
import type { Template } from "../../forms/print/types.ts";

/** Prints the labels of a lot by the templates of the form whose record made it. */
export function LotPrint({ code }: { code: string }) {
  const t = useT("forms");
  const found = useQuery<Template[], Problem>({
    queryKey: ["lot", code, "prints"],
    queryFn: async ({ signal }) => (await api.get<{ items: Template[] }>("/lots/prints", { code }, signal)).items,
  });
  return <PrintAsk templates={found.data ?? []} count={1} print={(template, copies, lang) => printLots(template.key, [code], copies, lang)} title={t("print_labels")} />;
}
