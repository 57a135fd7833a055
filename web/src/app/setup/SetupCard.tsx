import { Button } from "antd";
import "./setup.css";
import type { Me } from "../../api/index.ts";
import { usePlace, useT } from "../../kit/index.ts";
import { useSetup } from "./data.ts";

/** On the home page of the administrator, until setting up is over. */
export function SetupCard({ me }: { me: Me }) {
  const t = useT("app");
  const place = usePlace();
  const wanted = me.abilities.includes("admin") && !me.plant.ready;
  const setup = useSetup(wanted);
  if (!wanted || !setup.data) return null;
  const next = setup.data.steps.find((step) => !step.done);
  return (
    <section className="card setup-card">
      <span className="setup-card-text">
        <strong>{t("setup_unfinished", { done: setup.data.done, of: setup.data.of })}</strong>
        <span className="quiet">{next ? t("setup_next", { step: t(`step.${next.key}`) }) : t("setup_all_done")}</span>
      </span>
      <Button type="primary" onClick={() => place.go("/setup")}>
        {t("setup_go_on")}
      </Button>
    </section>
  );
}
