import { ScanOutlined } from "@ant-design/icons";
import { lazy, Suspense, useState } from "react";
import "../forms.css";
import { useT } from "../../kit/index.ts";

const ScanDialog = lazy(() => import("./ScanDialog.tsx").then((m) => ({ default: m.ScanDialog })));

type ScanButtonProps = { onScan: (text: string) => void; /** With its word beside the sign. */ wide?: boolean };

/** Opens the camera; scanners that type need no button. */
export function ScanButton({ onScan, wide }: ScanButtonProps) {
  const t = useT("forms");
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={wide ? "ff-scan-wide" : "ff-icon ff-scan"} tabIndex={wide ? 0 : -1} aria-label={t("scan")} title={t("scan")} onClick={() => setOpen(true)}>
        <ScanOutlined />
        {wide ? <span>{t("scan")}</span> : null}
      </button>
      {open ? (
        <Suspense fallback={null}>
          <ScanDialog
            onClose={() => setOpen(false)}
            onScan={(text) => {
              setOpen(false);
              onScan(text);
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}
