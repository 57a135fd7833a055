import { DownloadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useState } from "react";
import "./import.css";
import { apiAddress, type FormInfo, keys, may, Problem, ProblemBox, useForm } from "../../api/index.ts";
import { Page, useLabel, usePlace, useT, Waiting } from "../../kit/index.ts";
import { ACCEPTED, bringIn, MOST_MB, type Outcome, saveAs, tryOut, typed, wrongRows } from "./data.ts";
import { FileDrop } from "./FileDrop.tsx";
import { Mistakes } from "./Mistakes.tsx";

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

type Chosen = { file: Blob; name: string };

function Import({ form }: { form: FormInfo }) {
  const t = useT("records");
  const label = useLabel();
  const place = usePlace();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [tried, setTried] = useState<Outcome | null>(null);
  const [done, setDone] = useState<Outcome | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  const doing = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    await work().catch(setProblem);
    setBusy(false);
  };
  const choose = (file: File): void => {
    const known = typed(file);
    setDone(null);
    setTried(null);
    setChosen(known ? { file: known, name: file.name } : null);
    if (!known || file.size > MOST_MB * 1024 * 1024) return setProblem(new Problem(0, t(known ? "import_large" : "import_kind", { most: MOST_MB }), ""));
    void doing(async () => setTried(await tryOut(form.key, known)));
  };
  const bring = (goodOnly: boolean): void => {
    if (!chosen) return;
    void doing(async () => {
      setDone(await bringIn(form.key, chosen.file, goodOnly));
      setTried(null);
      void client.invalidateQueries({ queryKey: keys.records(form.key) });
    });
  };
  const giveBack = (): void => {
    if (chosen) void doing(async () => saveAs(await wrongRows(form.key, chosen.file), `${form.key}-wrong.xlsx`));
  };
  const title = t("import_of", { form: label(form.definition.label) });
  return (
    <Page title={title} onBack={() => place.go(`/f/${form.key}`)}>
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
          <FileDrop accept={ACCEPTED} busy={busy} title={chosen?.name ?? t("import_drop")} hint={busy ? t("import_checking") : t("import_limits")} onFile={choose} />
          {problem ? <ProblemBox problem={problem} /> : null}
        </section>
        {tried ? <Tried outcome={tried} busy={busy} onBring={bring} onBack={giveBack} /> : null}
        {done ? (
          <section className="card import-step">
            <Alert
              type={done.bad.length ? "warning" : "success"}
              showIcon
              title={t("import_done", { count: done.submitted })}
              description={done.bad.length ? t("import_left", { count: done.bad.length }) : undefined}
              action={<Button onClick={() => place.go(`/f/${form.key}`)}>{t("import_see")}</Button>}
            />
            {done.bad.length ? (
              <>
                <Mistakes outcome={done} />
                <Button icon={<DownloadOutlined />} onClick={giveBack}>
                  {t("import_give_back")}
                </Button>
              </>
            ) : null}
          </section>
        ) : null}
      </div>
    </Page>
  );
}

type TriedProps = { outcome: Outcome; busy: boolean; onBring: (goodOnly: boolean) => void; onBack: () => void };

/** What the file holds, and what is wrong with it. */
function Tried({ outcome, busy, onBring, onBack }: TriedProps) {
  const t = useT("records");
  const good = outcome.rows - outcome.bad.length;
  const bad = outcome.bad.length;
  return (
    <section className="card import-step">
      <h2>{t("import_found", { rows: outcome.rows, good, bad })}</h2>
      {bad ? <Mistakes outcome={outcome} /> : <p className="quiet">{t(outcome.rows ? "import_right" : "import_nothing")}</p>}
      <div className="import-do">
        {bad === 0 && good > 0 ? (
          <Button type="primary" loading={busy} onClick={() => onBring(false)}>
            {t("import_do", { count: good })}
          </Button>
        ) : null}
        {bad > 0 ? (
          <Button icon={<DownloadOutlined />} onClick={onBack} disabled={busy}>
            {t("import_give_back")}
          </Button>
        ) : null}
        {bad > 0 && good > 0 ? (
          <Button loading={busy} onClick={() => onBring(true)}>
            {t("import_do_good", { count: good })}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
