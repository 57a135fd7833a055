import { DownloadOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { type ReactNode, useState } from "react";
import "./import.css";
import { ProblemBox } from "../../api/index.ts";
import { FileDrop, useT } from "../../kit/index.ts";
import { bringIn, MOST_MB, type Outcome, refused, saveAs, tryOut, typed, wrongRows } from "./data.ts";
import { Mistakes } from "./Mistakes.tsx";

type ImportFileProps = {
  /** Where it is sent, below the API. */
  path: string;
  accept: string;
  /** Name of the file of wrong rows. */
  wrongName: string;
  /** Whether the path takes an idempotency key. */
  once?: boolean;
  onDone: (outcome: Outcome) => void;
  /** Where to go when it is done. */
  after?: ReactNode;
};

type Chosen = { file: Blob; name: string };

/** Chooses a file, tells what is wrong with it, and brings it in when that is wanted. */
export function ImportFile({ path, accept, wrongName, once = false, onDone, after }: ImportFileProps) {
  const t = useT("records");
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
    const known = typed(file, accept);
    setDone(null);
    setTried(null);
    setChosen(known ? { file: known, name: file.name } : null);
    if (!known || file.size > MOST_MB * 1024 * 1024) return setProblem(refused(t(known ? "import_large" : "import_kind", { most: MOST_MB, kinds: accept })));
    void doing(async () => setTried(await tryOut(path, known)));
  };
  const bring = (goodOnly: boolean): void => {
    if (!chosen) return;
    void doing(async () => {
      const outcome = await bringIn(path, chosen.file, goodOnly, once);
      setDone(outcome);
      setTried(null);
      onDone(outcome);
    });
  };
  const giveBack = (): void => {
    if (chosen) void doing(async () => saveAs(await wrongRows(path, chosen.file), wrongName));
  };
  return (
    <div className="import-file">
      <FileDrop accept={accept} busy={busy} title={chosen?.name ?? t("import_drop")} hint={busy ? t("import_checking") : t("import_limits", { kinds: accept.split(",").join(" ") })} onFile={choose} />
      {problem ? <ProblemBox problem={problem} /> : null}
      {tried ? <Tried outcome={tried} busy={busy} onBring={bring} onBack={giveBack} /> : null}
      {done ? (
        <>
          <Alert
            type={done.bad.length ? "warning" : "success"}
            showIcon
            title={t("import_done", { count: done.submitted })}
            description={done.bad.length ? t("import_left", { count: done.bad.length }) : undefined}
            action={after}
          />
          {done.bad.length ? <Mistakes outcome={done} /> : null}
        </>
      ) : null}
    </div>
  );
}

type TriedProps = { outcome: Outcome; busy: boolean; onBring: (goodOnly: boolean) => void; onBack: () => void };

/** What the file holds, and what is wrong with it. */
function Tried({ outcome, busy, onBring, onBack }: TriedProps) {
  const t = useT("records");
  const bad = outcome.bad.length;
  const good = Math.max(0, outcome.rows - bad);
  return (
    <>
      <h3 className={bad ? "import-sum import-sum-bad" : "import-sum"} role="status">
        {t("import_found", { rows: outcome.rows, good, bad })}
      </h3>
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
    </>
  );
}
