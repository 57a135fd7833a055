import { DownloadOutlined, FormOutlined, PlusOutlined, UploadOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useState } from "react";
import "./list.css";
import "../faces/faces.css";
import { apiAddress, type FormInfo, may, ProblemBox, useAbility } from "../../api/index.ts";
import { Nothing, Page, StageDot, useHotkeys, useIsPhone, useLabel, usePicked, usePlace, useT, Waiting } from "../../kit/index.ts";
import { ShareButton } from "../../forms/share/ShareButton.tsx";
import { Board } from "../faces/Board.tsx";
import { Calendar } from "../faces/Calendar.tsx";
import { Gallery } from "../faces/Gallery.tsx";
import { useTemplates } from "../../forms/print/data.ts";
import { PrintButton } from "../../forms/print/PrintButton.tsx";
import { Cards } from "./Cards.tsx";
import { useShownForm } from "../form.ts";
import { useRecords } from "./data.ts";
import { FilterBar } from "./FilterBar.tsx";
import { RecordTable } from "./RecordTable.tsx";
import { ALL, type ListState, useList } from "./useList.ts";
import { useTabs, ViewTabs } from "./ViewTabs.tsx";

/** `/f/:form`: the records of a form. */
export function ListScreen() {
  const { params } = usePlace();
  const form = useShownForm(params.form ?? "");
  if (form.error) return <ProblemBox problem={form.error} onRetry={() => void form.refetch()} />;
  if (!form.data) return <Waiting rows={10} />;
  return <List key={form.data.key} form={form.data} />;
}

function List({ form }: { form: FormInfo }) {
  const label = useLabel();
  const phone = useIsPhone();
  const list = useList(form);
  const { tabs } = useTabs(form);
  const { kind } = list.face;
  const barred = tabs.find((tab) => tab.id === list.view)?.saved?.barred ?? false;
  const rows = kind === "table" || kind === "gallery";
  const records = useRecords(form.key, list.query, may(form, "read") && rows && !barred);
  const [at, setAt] = useState(-1);
  const picked = usePicked(JSON.stringify(list.query));
  const prints = (useTemplates(form.key, may(form, "read")).data ?? []).length > 0;
  const open = (index: number): void => {
    const record = records.items[index];
    if (record) list.place.go(`/f/${form.key}/${record.id}`);
  };
  const move = (step: number): void => setAt((now) => Math.max(0, Math.min(records.items.length - 1, now + step)));
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: () => open(at),
    x: () => (prints && records.items[at] ? picked.toggle(records.items[at].id) : undefined),
    n: () => (may(form, "submit") ? list.place.go(`/f/${form.key}/new`) : undefined),
  });

  const empty = rows && !records.isPending && !records.problem && records.items.length === 0;
  return (
    <Page
      fill
      title={
        <span className="list-title">
          {form.definition.stage ? <StageDot stage={form.definition.stage} size={10} /> : null}
          {label(form.definition.label)}
        </span>
      }
      actions={
        <>
          {picked.ids.size > 0 ? <PrintButton form={form.key} ids={records.items.filter((one) => picked.ids.has(one.id)).map((one) => one.id)} onPrinted={picked.none} /> : null}
          <Actions form={form} list={list} />
        </>
      }
    >
      <ViewTabs form={form} list={list} />
      <div className="card list-card">
        <FilterBar form={form} list={list} busy={records.isLoading} count={rows && records.items.length > 0 ? { n: records.items.length, more: records.hasMore } : undefined} />
        {barred ? (
          <Barred list={list} />
        ) : (
          <>
            {records.problem ? <ProblemBox problem={records.problem} onRetry={records.again} /> : null}
            {rows && records.isPending && !records.problem ? <Waiting rows={10} /> : null}
            {empty ? <NoRecords form={form} list={list} /> : null}
            {kind === "kanban" ? <Board form={form} list={list} /> : null}
            {kind === "calendar" ? <Calendar form={form} list={list} /> : null}
            {records.items.length > 0 && !records.problem && rows ? (
              kind === "gallery" ? (
                <Gallery form={form} list={list} records={records} onOpen={open} />
              ) : phone ? (
                <Cards form={form} columns={list.columns} records={records} onOpen={open} />
              ) : (
                <RecordTable form={form} list={list} records={records} at={at} onAt={setAt} onOpen={open} picked={prints ? picked : undefined} />
              )
            ) : null}
          </>
        )}
      </div>
    </Page>
  );
}

/** A view over what this person may not see says so, and shows nothing. */
function Barred({ list }: { list: ListState }) {
  const t = useT("records");
  return (
    <Nothing title={t("view_barred")} hint={t("view_barred_hint")}>
      <Button onClick={() => list.show(ALL, {})}>{t("all")}</Button>
    </Nothing>
  );
}

/** Nothing to show: because nothing is there, or because of what was asked. */
function NoRecords({ form, list }: { form: FormInfo; list: ListState }) {
  const t = useT("records");
  const label = useLabel();
  const asked = list.where !== "" || list.search !== "";
  if (asked) {
    return (
      <Nothing title={t("none_found")} hint={t("none_found_hint")}>
        <Button onClick={() => list.place.setSearch({ w: "", q: "", view: ALL })}>{t("clear_filters")}</Button>
      </Nothing>
    );
  }
  const hint = label(form.definition.hint);
  return (
    <Nothing title={t("none_yet", { form: label(form.definition.label) })} hint={hint || t("none_yet_hint")}>
      {may(form, "submit") ? (
        <Button type="primary" icon={<PlusOutlined />} onClick={() => list.place.go(`/f/${form.key}/new`)}>
          {t("new")}
        </Button>
      ) : null}
      {may(form, "import") ? (
        <Button icon={<UploadOutlined />} onClick={() => list.place.go(`/f/${form.key}/import`)}>
          {t("import_excel")}
        </Button>
      ) : null}
    </Nothing>
  );
}

function Actions({ form, list }: { form: FormInfo; list: ListState }) {
  const t = useT("records");
  const items = ["xlsx", "xlsx_all", "csv", "json"].map((kind) => {
    const [format, all] = kind.split("_");
    const query = { ...list.query, ...(all ? { fields: "" } : {}), format };
    return {
      key: kind,
      label: (
        <a href={apiAddress(`/records/${encodeURIComponent(form.key)}/export`, query)} download>
          {t(`export_${kind}`)}
        </a>
      ),
    };
  });
  const phone = useIsPhone();
  const designs = useAbility("design") && !phone;
  if (!designs && !(["export", "import", "submit"] as const).some((verb) => may(form, verb))) return null;
  return (
    <>
      {designs ? (
        <Button icon={<FormOutlined />} onClick={() => list.place.go(`/design/${form.key}`)}>
          {t("design")}
        </Button>
      ) : null}
      {phone ? null : <ShareButton form={form.key} />}
      {may(form, "import") ? (
        <Button icon={<UploadOutlined />} onClick={() => list.place.go(`/f/${form.key}/import`)}>
          {t("import")}
        </Button>
      ) : null}
      {may(form, "export") ? (
        <Dropdown menu={{ items }} trigger={["click"]}>
          <Button icon={<DownloadOutlined />}>{t("export")}</Button>
        </Dropdown>
      ) : null}
      {may(form, "submit") ? (
        <Button type="primary" icon={<PlusOutlined />} onClick={() => list.place.go(`/f/${form.key}/new`)}>
          {t("new")}
        </Button>
      ) : null}
    </>
  );
}
