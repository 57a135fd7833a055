import { ShareAltOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useForm, useMe } from "../../api/index.ts";
import { useT } from "../../kit/index.ts";

const ShareDialog = lazy(() => import("./ShareDialog.tsx").then((m) => ({ default: m.ShareDialog })));

/** Opens the public links of a published form, for who may design or administer. */
export function ShareButton({ form, plain }: { form: string; plain?: boolean }) {
  const t = useT("forms");
  const abilities = useMe().data?.abilities ?? [];
  const may = abilities.includes("design") || abilities.includes("admin");
  const [open, setOpen] = useState(false);
  const info = useForm(may && open ? form : "").data;
  if (!may) return null;
  return (
    <>
      <Button type={plain ? "text" : "default"} icon={<ShareAltOutlined />} onClick={() => setOpen(true)}>
        {t("share")}
      </Button>
      {open && info ? (
        <Suspense fallback={null}>
          <ShareDialog form={info} open={open} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
