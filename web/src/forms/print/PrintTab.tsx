import { useQueryClient } from "@tanstack/react-query";
import { FileTextOutlined, PlusOutlined, TagOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import { Problem, ProblemBox } from "../../api/index.ts";
import { Nothing, Tag, useLabel, useT, Waiting } from "../../kit/index.ts";
import { useDesigner } from "../designer/model/useDesigner.ts";
import { drawnKey, propose, savePrint, useDrawn } from "./data.ts";
import { PrintEditor } from "./PrintEditor.tsx";
import type { Drawn } from "./types.ts";
import "./print.css";

/** The tab Print of the form designer: the form's templates, and the one being drawn. */
export function PrintTab() {
  const t = useT("forms");
  const d = useDesigner();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState("");
  const [busy, setBusy] = useState(false);
  const drawn = useDrawn(d.key, d.published !== null);
  if (!d.published) return <Nothing title={t("pt_unpublished")} hint={t("pt_unpublished_hint")} />;
  if (drawn.error) return <ProblemBox problem={drawn.error} onRetry={() => void drawn.refetch()} />;
  if (!drawn.data) return <Waiting rows={10} />;
  const items = drawn.data.toSorted((a, b) => Number(a.definition.order ?? 0) - Number(b.definition.order ?? 0) || a.key.localeCompare(b.key));
  const now = items.find((one) => one.key === chosen) ?? items.find((one) => one.state !== "retired");
  const make = async (kind: "page" | "label"): Promise<void> => {
    setBusy(true);
    try {
      const made = await propose(d.key, kind);
      await savePrint(made.definition);
      await client.invalidateQueries({ queryKey: drawnKey(d.key) });
      setChosen(made.key);
    } catch (error) {
      void message.error(error instanceof Problem ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const menu = {
    items: [
      { key: "page", icon: <FileTextOutlined />, label: t("pt_new_page"), onClick: () => void make("page") },
      { key: "label", icon: <TagOutlined />, label: t("pt_new_label"), onClick: () => void make("label") },
    ],
  };
  const add = (primary: boolean) => (
    <Dropdown menu={menu} trigger={["click"]}>
      <Button type={primary ? "primary" : "default"} block={!primary} icon={<PlusOutlined />} loading={busy}>
        {t("pt_new")}
      </Button>
    </Dropdown>
  );
  if (!now && !items.length) {
    return (
      <Nothing title={t("pt_none")} hint={t("pt_none_hint")}>
        {add(true)}
      </Nothing>
    );
  }
  return (
    <div className="pt">
      <nav className="pt-list" aria-label={t("pt_templates")}>
        {add(false)}
        {items.map((one) => (
          <Entry key={one.key} drawn={one} on={one.key === now?.key} onChoose={() => setChosen(one.key)} />
        ))}
      </nav>
      {now ? <PrintEditor key={`${now.key} ${now.state === "retired"}`} drawn={now} form={d.published} /> : <Nothing title={t("pt_choose")} hint={t("pt_choose_hint")} />}
    </div>
  );
}

function Entry({ drawn, on, onChoose }: { drawn: Drawn; on: boolean; onChoose: () => void }) {
  const t = useT("forms");
  const label = useLabel();
  return (
    <button type="button" className={on ? "pt-entry on" : "pt-entry"} aria-current={on} onClick={onChoose}>
      {drawn.definition.kind === "label" ? <TagOutlined /> : <FileTextOutlined />}
      <span className="cut">{label(drawn.definition.label) || drawn.key}</span>
      {drawn.state === "published" ? null : <Tag tone={drawn.state === "draft" ? "amber" : undefined}>{t(`design_state.${drawn.state}`)}</Tag>}
    </button>
  );
}
