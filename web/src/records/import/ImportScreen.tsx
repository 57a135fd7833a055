import { DownloadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { apiAddress, type FormInfo, keys, may, Problem, ProblemBox, useForm } from "../../api/index.ts";
import { Page, useLabel, usePlace, useT, Waiting } from "../../kit/index.ts";
import { ACCEPTED, importPath } from "./data.ts";
import { ImportFile } from "./ImportFile.tsx";

/** `/f/:form/import`: many records from an Excel or CSV file. */
export function ImportScreen() {
  const t = useT("forms");
  const { params } = usePlace();
  const form = useForm(params.form ?? "");
  if (form.error) return <ProblemBox problem={form.error} onRetry={() => void form.refetch()} />;
  if (!form.data) return <Waiting />;
  if (!may(form.data, "import")) return <ProblemBox problem={new Problem(403, t("not_allowed"), t("not_allowed"))} />;
  return <Import form={form.data} />;
}

function Import({ form }: { form: FormInfo }) {
  const t = useT("records");
  const label = useLabel();
  const place = usePlace();
  const client = useQueryClient();
  const list = (): void => place.go(`/f/${form.key}`);
  const after = place.search.then?.startsWith("/") && !place.search.then.startsWith("//") ? place.search.then : null;
  return (
    <Page title={t("import_of", { form: label(form.definition.label) })} onBack={list}>
      <div className="import">
        <section className="card import-step">
          <h2>{t("import_template")}</h2>
          <p className="quiet">{t("import_template_hint")}</p>
          <Button icon={<DownloadOutlined />} href={apiAddress(`/records/${encodeURIComponent(form.key)}/template.xlsx`)} download={`${form.key}.xlsx`}>
            {t("import_template_get")}
          </Button>
        </section>
        <section className="card import-step">
          <h2>{t("import_file")}</h2>
          <ImportFile
            path={importPath(form.key)}
            accept={ACCEPTED}
            wrongName={`${form.key}-wrong.xlsx`}
            once
            onDone={() => void client.invalidateQueries({ queryKey: keys.records(form.key) })}
            after={<Button onClick={() => (after ? place.go(after) : list())}>{t(after ? "import_on" : "import_see")}</Button>}
          />
        </section>
      </div>
    </Page>
  );
}
