import { DownloadOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useState } from "react";
import "./packs.css";
import { apiAddress, Problem, ProblemBox, useMe } from "../../../api/index.ts";
import { Page, useLabel, usePlace, useT, Waiting } from "../../../kit/index.ts";
import { useApps } from "../list/data.ts";
import { BringIn } from "./BringIn.tsx";
import { Installs } from "./Installs.tsx";

/** `/design/packs`: apps out of this plant, into it, and back again. */
export function PacksScreen() {
  const t = useT("forms");
  const me = useMe();
  const place = usePlace();
  if (!me.data) return <Waiting rows={8} />;
  if (!me.data.abilities.includes("design")) return <ProblemBox problem={new Problem(403, t("design_not_yours"), t("design_not_yours_hint"))} />;
  return (
    <Page title={t("packs_title")} onBack={() => place.go("/design")}>
      <div className="packs">
        <BringIn />
        <TakeOut />
        <Installs />
      </div>
    </Page>
  );
}

function TakeOut() {
  const t = useT("forms");
  const label = useLabel();
  const apps = useApps().data ?? [];
  const [app, setApp] = useState("");
  const options = [{ value: "", label: t("packs_all") }, ...apps.map((one) => ({ value: one.app, label: label(one.label) }))];
  return (
    <section className="card packs-card">
      <h2>{t("packs_out")}</h2>
      <p className="quiet">{t("packs_out_hint")}</p>
      <div className="packs-do">
        <Select aria-label={t("packs_what")} className="packs-app" value={app} options={options} onChange={setApp} />
        <Button icon={<DownloadOutlined />} href={apiAddress("/packs/export.zip", { app })} download={`${app || "plant"}.zip`}>
          {t("packs_export")}
        </Button>
      </div>
    </section>
  );
}
