import { AlertOutlined, NodeIndexOutlined, PlusOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import "./home.css";
import { type FormEntry, type Me, useMe } from "../../api/index.ts";
import { Icon, Nothing, Page, showAgo, StageDot, useIsPhone, useLabel, useLang, usePlace, useT, Waiting } from "../../kit/index.ts";
import { DraftList } from "../../forms/drafts/DraftList.tsx";
import { ScanButton } from "../../forms/scan/ScanButton.tsx";
import { useDrafts } from "../../forms/drafts/server.ts";
import { useMine, workForms } from "./data.ts";
import { SetupCard } from "../setup/SetupCard.tsx";
import { MyDay } from "./MyDay.tsx";

/** `/`: what this person can start, what they recorded last, where everything is. */
export function HomeScreen() {
  const t = useT("app");
  const label = useLabel();
  const phone = useIsPhone();
  const me = useMe().data;
  if (!me) return <Waiting />;
  const forms = workForms(me);
  const nothing = me.apps.every((app) => app.forms.length === 0);
  return (
    <Page title={t(greeting(), { name: me.person?.name ?? "" })} aside={label(me.plant.name)}>
      {nothing ? <Nothing title={t("no_rights")} hint={t("no_rights_hint")} /> : null}
      <div className={forms.length > 0 ? "home" : "home home-one"}>
        <div className="home-main">
          <SetupCard me={me} />
          {me.abilities.includes("trace") ? <LotSearch recalls={me.apps.some((app) => app.forms.some((form) => form.key === "recall_case" && form.may.includes("submit")))} /> : null}
          <MyDay />
          {phone ? <MyDrafts me={me} /> : null}
          {forms.length > 0 ? <Start forms={forms} /> : null}
          <Apps me={me} />
        </div>
        {forms.length > 0 ? (
          <div className="home-side">
            {phone ? null : <MyDrafts me={me} />}
            <MyRecords me={me} />
          </div>
        ) : null}
      </div>
    </Page>
  );
}

function greeting(): string {
  const hour = new Date().getHours();
  if (hour < 5 || hour >= 18) return "good_evening";
  return hour < 12 ? "good_morning" : "good_afternoon";
}

/** A code typed or scanned leads to its trace, or begins a recall. */
function LotSearch({ recalls }: { recalls: boolean }) {
  const t = useT("app");
  const place = usePlace();
  const phone = useIsPhone();
  const [code, setCode] = useState("");
  const trace = (wanted = code.trim()): void => {
    if (wanted) place.go("/trace", { code: wanted });
  };
  return (
    <section className="card home-search" data-tour="search">
      <label htmlFor="home-lot">{t("trace_lot")}</label>
      <div className="home-search-row">
        <Input id="home-lot" size="large" className="mono" spellCheck={false} placeholder={t("trace_lot_hint")} value={code} onChange={(event) => setCode(event.target.value)} onPressEnter={() => trace()} suffix={<ScanButton onScan={trace} />} />
        <Button type="primary" size="large" icon={<NodeIndexOutlined />} disabled={!code.trim()} onClick={() => trace()} aria-label={t("trace")}>
          {phone ? null : t("trace")}
        </Button>
        {recalls ? (
          <Button danger size="large" icon={<AlertOutlined />} onClick={() => place.go("/recall/new", code.trim() ? { code: code.trim() } : {})}>
            {t("recall")}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

function Start({ forms }: { forms: FormEntry[] }) {
  const t = useT("app");
  const kit = useT("kit");
  const label = useLabel();
  return (
    <section data-tour="start">
      <h2 className="home-head">{t("start")}</h2>
      <div className="tiles">
        {forms.map((form) => (
          <Link key={form.key} to={`/f/${form.key}/new`} className="card tile" style={{ borderTopColor: `var(--stage-${form.stage})` }}>
            <span className="tile-icon" style={{ color: `var(--stage-${form.stage})` }}>
              <Icon name={form.icon} />
            </span>
            <span className="tile-name">{label(form.label)}</span>
            <span className="faint">{kit(`stage.${form.stage}`)}</span>
            <PlusOutlined className="tile-plus" />
          </Link>
        ))}
      </div>
    </section>
  );
}

function Apps({ me }: { me: Me }) {
  const t = useT("app");
  const label = useLabel();
  const apps = me.apps.filter((app) => app.forms.length > 0);
  if (apps.length === 0) return null;
  return (
    <section>
      <h2 className="home-head">{t("all_forms")}</h2>
      <div className="apps">
        {apps.map((app) => (
          <div key={app.key} className="card app">
            <div className="app-name">
              <Icon name={app.icon || "app"} /> {label(app.label)}
            </div>
            {app.forms.map((form) => (
              <Link key={form.key} to={`/f/${form.key}`} className="app-form">
                <StageDot stage={form.stage ?? "customer"} size={6} />
                <span className="cut">{label(form.label)}</span>
              </Link>
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}

/** What was begun and not submitted, on whichever device. */
function MyDrafts({ me }: { me: Me }) {
  const t = useT("forms");
  const label = useLabel();
  const drafts = useDrafts().data ?? [];
  const entries = me.apps.flatMap((app) => app.forms);
  if (drafts.length === 0) return null;
  return (
    <aside className="card mine">
      <h2 className="home-head">{t("drafts_n", { n: drafts.length })}</h2>
      <DraftList drafts={drafts} person={me.person?.id ?? ""} nameOf={(form) => label(entries.find((one) => one.key === form)?.label)} />
    </aside>
  );
}

function MyRecords({ me }: { me: Me }) {
  const t = useT("app");
  const label = useLabel();
  const lang = useLang();
  const { items, waiting } = useMine(me);
  return (
    <aside className="card mine">
      <h2 className="home-head">{t("mine")}</h2>
      {waiting && items.length === 0 ? <Waiting rows={4} /> : null}
      {!waiting && items.length === 0 ? <p className="quiet">{t("mine_none")}</p> : null}
      {items.map(({ form, record }) => (
        <Link key={record.id} to={`/f/${form.key}/${record.id}`} className={record.state === "voided" ? "mine-row voided" : "mine-row"}>
          <StageDot stage={form.stage} />
          <span className="mine-text">
            <span className="cut">{record.title}</span>
            <span className="faint">
              {label(form.label)} · {showAgo(record.created_at, lang)}
            </span>
          </span>
        </Link>
      ))}
    </aside>
  );
}
