import { QuestionCircleOutlined } from "@ant-design/icons";
import { Button, Tooltip, Tour, type TourStepProps } from "antd";
import { useEffect, useState } from "react";
import { useT } from "../../../kit/index.ts";

/** With `off` under the first name no tour begins by itself on this device; the second says that this one was seen. */
const ANY = "suyuan.tour";
const SEEN = "suyuan.tour.design";
const WAIT_MS = 700;

/** What is pointed at in each tab, each with its words `dh_<tab>_<name>`. */
const STEPS: Record<string, { name: string; at: string; side?: TourStepProps["placement"] }[]> = {
  fields: [
    { name: "palette", at: ".dz-palette", side: "right" },
    { name: "canvas", at: ".dz-canvas", side: "center" },
    { name: "side", at: ".dz-side", side: "left" },
    { name: "tabs", at: ".dz-tabs" },
    { name: "saving", at: ".dz-bar-left" },
  ],
  trace: [
    { name: "tiles", at: ".dt-tiles" },
    { name: "event", at: ".dt-event" },
  ],
  publish: [
    { name: "main", at: ".pb-main", side: "right" },
    { name: "versions", at: ".pb-side", side: "left" },
  ],
};

const found = (at: string): HTMLElement | null => document.querySelector<HTMLElement>(at);

/** A question mark that walks through the tab that is open; by itself the first time a person designs on this device. */
export function HelpButton({ tab }: { tab: string }) {
  const t = useT("forms");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (localStorage.getItem(SEEN) !== null || localStorage.getItem(ANY) === "off") return;
    const timer = setTimeout(() => setOpen(true), WAIT_MS);
    return () => clearTimeout(timer);
  }, []);
  const end = (): void => {
    localStorage.setItem(SEEN, "seen");
    setOpen(false);
  };
  const known = STEPS[tab];
  if (!known) return null;
  const steps = open ? known.filter((step) => found(step.at)) : [];
  return (
    <>
      <Tooltip title={t("dh_help")}>
        <Button type="text" icon={<QuestionCircleOutlined />} aria-label={t("dh_help")} onClick={() => setOpen(true)} />
      </Tooltip>
      {steps.length ? (
        <Tour
          open
          onClose={end}
          onFinish={end}
          scrollIntoViewOptions={{ block: "center" }}
          steps={steps.map((step, index) => ({
            title: t(`dh_${tab}_${step.name}`),
            description: t(`dh_${tab}_${step.name}_text`),
            placement: step.side,
            target: () => found(step.at) as HTMLElement,
            nextButtonProps: { children: t(index === steps.length - 1 ? "dh_end" : "dh_next") },
            prevButtonProps: { children: t("dh_back") },
          }))}
        />
      ) : null}
    </>
  );
}
