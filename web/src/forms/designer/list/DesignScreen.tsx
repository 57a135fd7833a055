import { AppstoreAddOutlined, PlusOutlined, SearchOutlined, SwapOutlined } from "@ant-design/icons";
import { Button, Input, type InputRef, Segmented } from "antd";
import { useMemo, useRef, useState } from "react";
import "./design.css";
import { Problem, ProblemBox, useMe } from "../../../api/index.ts";
import { Nothing, Page, useHotkeys, useIsPhone, useLang, usePlace, useT, Waiting } from "../../../kit/index.ts";
import { Cupboard } from "./Cupboard.tsx";
import { useApps, useDrawnForms } from "./data.ts";
import { NewApp } from "./NewApp.tsx";
import { NewForm } from "./NewForm.tsx";
import { lastApp, passes, shelved, STATES, type StateFilter } from "./shelf.ts";

/** `/design`: every form by app and folder, for those who draw them. */
export function DesignScreen() {
  const t = useT("forms");
  const me = useMe();
  const may = me.data?.abilities.includes("design") ?? false;
  if (!me.data) return <Waiting rows={8} />;
  if (!may) return <ProblemBox problem={new Problem(403, t("design_not_yours"), t("design_not_yours_hint"))} />;
  return <Forms />;
}

function Forms() {
  const t = useT("forms");
  const lang = useLang();
  const phone = useIsPhone();
  const place = usePlace();
  const forms = useDrawnForms();
  const apps = useApps();
  const search = useRef<InputRef>(null);
  const [typed, setTyped] = useState("");
  const [state, setState] = useState<StateFilter>("all");
  const [making, setMaking] = useState<{ app: string; folder: string } | null>(null);
  const [appOpen, setAppOpen] = useState(false);
  const [fresh, setFresh] = useState("");
  const me = useMe().data;
  const all = forms.data ?? [];
  const make = (): void => setMaking({ app: fresh || lastApp(all, me?.person?.name ?? "") || apps.data?.[0]?.app || "", folder: "" });
  useHotkeys({ n: make }, !phone);
  const shown = useMemo(() => (forms.data ?? []).filter((form) => passes(form, typed, state)), [forms.data, typed, state]);
  const cupboards = useMemo(() => shelved(shown, apps.data ?? [], lang, !typed.trim() && state === "all"), [shown, apps.data, lang, typed, state]);
  const problem = forms.error ?? apps.error;
  if (problem) return <ProblemBox problem={problem} onRetry={() => void Promise.all([forms.refetch(), apps.refetch()])} />;
  if (!forms.data || !apps.data) return <Waiting rows={10} />;
  const taken = new Set(all.map((form) => form.key));
  const count = (one: StateFilter): number => all.filter((form) => one === "all" || form.state === one).length;
  const actions = phone ? null : (
    <>
      <Button icon={<SwapOutlined />} onClick={() => place.go("/design/packs")}>
        {t("packs_title")}
      </Button>
      <Button icon={<AppstoreAddOutlined />} onClick={() => setAppOpen(true)}>
        {t("design_new_app")}
      </Button>
      <Button type="primary" icon={<PlusOutlined />} onClick={make}>
        {t("design_new_form")}
      </Button>
    </>
  );
  return (
    <Page title={t("design")} aside={t("design_count", { count: all.length })} actions={actions}>
      {phone ? (
        <p className="dl-pc" role="note">
          <b>{t("design_on_pc")}</b> {t("design_on_pc_hint")}
        </p>
      ) : null}
      <div className="dl-bar">
        <Input ref={search} allowClear className="dl-search" value={typed} prefix={<SearchOutlined />} placeholder={t("design_find")} aria-label={t("design_find")} onChange={(event) => setTyped(event.target.value)} />
        <Segmented value={state} onChange={setState} options={STATES.map((one) => ({ value: one, label: `${t(`design_state.${one}`)} ${count(one)}` }))} aria-label={t("design_state_filter")} />
      </div>
      {all.length === 0 ? (
        <Nothing title={t("design_none")} hint={t("design_none_hint")}>
          {phone ? null : (
            <Button type="primary" icon={<PlusOutlined />} onClick={make}>
              {t("design_new_form")}
            </Button>
          )}
        </Nothing>
      ) : null}
      {all.length && !cupboards.length ? <Nothing title={t("design_found_none")} hint={t("design_found_none_hint")} /> : null}
      {cupboards.map((one) => (
        <Cupboard key={one.app?.app ?? ""} cupboard={one} apps={apps.data ?? []} phone={phone} taken={taken} fresh={one.app?.app === fresh} onNew={(folder) => setMaking({ app: one.app?.app ?? "", folder })} />
      ))}
      {making ? <NewForm place={making} apps={apps.data} forms={all} onClose={() => setMaking(null)} onMade={(key) => place.go(`/design/${key}`)} /> : null}
      {appOpen ? <NewApp apps={apps.data} onMade={setFresh} onClose={() => setAppOpen(false)} /> : null}
    </Page>
  );
}
