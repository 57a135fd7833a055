import { Tour as Guide } from "antd";
import { useEffect, useState } from "react";
import "./tour.css";
import type { Me } from "../../api/index.ts";
import { useIsPhone, useT } from "../../kit/index.ts";

const WAIT_MS = 700;
const PLACES = ["search", "day", "start", "nav", "help"] as const;

/** Who is greeted how: by the first of their roles that has words of its own. */
const GREETED: Record<string, string> = {
  operator: "operator",
  supervisor: "operator",
  store: "store",
  quality_manager: "quality",
  inspector: "quality",
  purchasing: "purchasing",
  administrator: "admin",
};

function greetingOf(me: Me): string {
  return me.roles.map((role) => GREETED[role.key]).find(Boolean) ?? "other";
}

function placed(name: string): HTMLElement | null {
  const found = document.querySelector<HTMLElement>(`[data-tour="${name}"]`);
  return found && found.getClientRects().length > 0 ? found : null;
}

/** A short tour of what this person has on the home page; it can be skipped at any step. */
export function Tour({ me, onClose }: { me: Me; onClose: () => void }) {
  const t = useT("app");
  const phone = useIsPhone();
  const [names, setNames] = useState<string[] | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setNames(PLACES.filter((name) => placed(name))), WAIT_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!names) return null;
  const steps = [
    { title: t("tour_welcome"), description: t(`tour_welcome.${greetingOf(me)}`), target: null },
    ...names.map((name) => ({ title: t(`tour_${name}`), description: t(`tour_${name}_text`), target: () => placed(name) as HTMLElement })),
  ];
  return (
    <Guide
      open
      onClose={onClose}
      onFinish={onClose}
      rootClassName={phone ? "tour tour-phone" : "tour"}
      scrollIntoViewOptions={{ block: "center" }}
      steps={steps.map((step, index) => ({
        ...step,
        nextButtonProps: { children: t(index === steps.length - 1 ? "tour_end" : "tour_next") },
        prevButtonProps: { children: t("tour_back") },
      }))}
      actionsRender={(actions, { current, total }) => (
        <>
          {current < total - 1 ? (
            <button type="button" className="as-link tour-skip" onClick={onClose}>
              {t("tour_skip")}
            </button>
          ) : null}
          {actions}
        </>
      )}
    />
  );
}
