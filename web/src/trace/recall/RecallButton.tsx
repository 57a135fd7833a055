import { AlertOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useMe } from "../../api/index.ts";
import { usePlace, useT } from "../../kit/index.ts";

/** Begins a recall of a lot, for those who may open one. */
export function RecallButton({ code }: { code: string }) {
  const t = useT("trace");
  const place = usePlace();
  const me = useMe().data;
  const forms = me?.apps.flatMap((app) => app.forms) ?? [];
  if (!forms.some((form) => form.key === "recall_case" && form.may.includes("submit"))) return null;
  return (
    <Button danger icon={<AlertOutlined />} onClick={() => place.go("/recall/new", { code })}>
      {t("recall")}
    </Button>
  );
}
