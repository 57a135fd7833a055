import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Select } from "antd";
import { useEffect, useState } from "react";
import { api, Problem, ProblemBox, useMe } from "../../api/index.ts";
import { Nothing, Page, useLabel, usePlace, useT, Waiting } from "../../kit/index.ts";
import { KEYS, type Passport, usePassport, usePassports, type Version } from "./data.ts";
import { Phone } from "./Phone.tsx";
import { Switches } from "./Switches.tsx";
import "./passport.css";

/** `/passport`: what the public page of a lot tells, with the page itself beside it. */
export function PassportScreen() {
  const t = useT("trace");
  const label = useLabel();
  const place = usePlace();
  const me = useMe();
  const all = usePassports();
  if (me.data && !me.data.abilities.includes("design")) return <Nothing title={t("passport_title")} hint={t("passport_hint")} />;
  if (all.error) return <ProblemBox problem={all.error} onRetry={() => void all.refetch()} />;
  if (!all.data) return <Waiting rows={10} />;
  const key = place.search.key ?? all.data[0]?.key ?? "";
  if (!key) return <Nothing title={t("passport_none")} hint={t("passport_none_hint")} />;
  const choose = all.data.length > 1 ? (
    <Select
      aria-label={t("passport_which")}
      value={key}
      style={{ minWidth: 220 }}
      options={all.data.map((one) => ({ value: one.key, label: `${label(one.definition.label)} · ${one.definition.materials?.join(", ") || t("passport_general")}` }))}
      onChange={(wanted) => place.setSearch({ key: wanted })}
    />
  ) : null;
  return <One key={key} passport={key} choose={choose} />;
}

function One({ passport, choose }: { passport: string; choose: React.ReactNode }) {
  const found = usePassport(passport);
  if (found.error) return <ProblemBox problem={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Waiting rows={10} />;
  return <Editor version={found.data} choose={choose} />;
}

function Editor({ version, choose }: { version: Version; choose: React.ReactNode }) {
  const t = useT("trace");
  const label = useLabel();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [now, setNow] = useState<Passport>(version.definition);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => setNow(version.definition), [version]);
  const changed = JSON.stringify(now) !== JSON.stringify(version.definition);
  const path = `/passports/${encodeURIComponent(version.key)}`;

  const act = async (publish: boolean): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      if (changed) await api.put(path, { definition: now, revision: version.revision });
      if (publish) await api.post(`${path}/publish`, {});
      void message.success(t(publish ? "passport_published" : "passport_saved"));
      await client.invalidateQueries({ queryKey: KEYS.all });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page
      title={t("passport_title")}
      aside={`${label(now.label)} · ${t("passport_version", { n: version.version })}${version.state === "draft" || changed ? ` · ${t("passport_draft")}` : ""}`}
      actions={
        <>
          {choose}
          <Button disabled={!changed} loading={busy} onClick={() => void act(false)}>
            {t("passport_save")}
          </Button>
          <Button type="primary" disabled={!changed && version.state !== "draft"} loading={busy} onClick={() => void act(true)}>
            {t("passport_publish")}
          </Button>
        </>
      }
    >
      <p className="quiet passport-hint">{t("passport_hint")}</p>
      {problem ? <ProblemBox problem={problem} /> : null}
      <div className="passport">
        <Switches passport={now} onChange={setNow} />
        <Phone passport={now} />
      </div>
    </Page>
  );
}
