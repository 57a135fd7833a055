import { EditOutlined } from "@ant-design/icons";
import { Button, Popover } from "antd";
import { useMe } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";
import { DraftList } from "./DraftList.tsx";
import { useDrafts } from "./server.ts";

/** The person's drafts of one form, beside its list; nothing where there are none. */
export function DraftsButton({ form }: { form: string }) {
  const t = useT("forms");
  const drafts = useDrafts(form).data ?? [];
  const person = useMe().data?.person?.id ?? "";
  if (!drafts.length) return null;
  return (
    <Popover trigger="click" placement="bottomRight" content={<DraftList drafts={drafts} person={person} />}>
      <Button type="text" icon={<EditOutlined />}>
        {t("drafts_n", { n: drafts.length })}
      </Button>
    </Popover>
  );
}
