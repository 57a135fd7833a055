import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useState } from "react";
import { Problem, ProblemBox } from "../../../api/index.ts";
import { FileDrop, useLabel, useT } from "../../../kit/index.ts";
import { install, type Item, MOST_MB, nameOf, preview, type Preview } from "./data.ts";
import { Items } from "./Items.tsx";

/** A pack is chosen, what it would change is told, and it is installed. */
export function BringIn() {
  const t = useT("forms");
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [seen, setSeen] = useState<Preview | null>(null);
  const [left, setLeft] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [done, setDone] = useState(false);
  const doing = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    await work().catch(setProblem);
    setBusy(false);
  };
  const choose = (chosen: File): void => {
    setDone(false);
    setSeen(null);
    setLeft([]);
    if (!chosen.name.toLowerCase().endsWith(".zip") || chosen.size > MOST_MB * 1024 * 1024) return setProblem(new Problem(422, t("packs_not_zip", { most: MOST_MB }), ""));
    setFile(chosen);
    void doing(async () => setSeen(await preview(chosen)));
  };
  const leave = (item: Item, out: boolean): void => {
    if (!file) return;
    const next = out ? [...left, nameOf(item)] : left.filter((name) => name !== nameOf(item));
    setLeft(next);
    void doing(async () => {
      const found = await preview(file, next);
      setSeen((before) => (before ? { ...before, mistakes: found.mistakes } : found));
    });
  };
  const bring = (): void => {
    if (!file) return;
    void doing(async () => {
      await install(file, left);
      setSeen(null);
      setDone(true);
      await client.invalidateQueries();
    });
  };
  return (
    <section className="card packs-card">
      <h2>{t("packs_in")}</h2>
      {seen ? null : <FileDrop accept=".zip" busy={busy} title={busy && file ? file.name : t("packs_drop")} hint={busy ? t("packs_reading") : t("packs_drop_hint")} onFile={choose} />}
      {problem ? <ProblemBox problem={problem} /> : null}
      {done ? <Alert type="success" showIcon title={t("packs_done")} /> : null}
      {seen ? <Seen seen={seen} left={left} busy={busy} onLeave={leave} onInstall={bring} onOther={() => (setSeen(null), setProblem(null))} /> : null}
    </section>
  );
}

type SeenProps = { seen: Preview; left: string[]; busy: boolean; onLeave: (item: Item, out: boolean) => void; onInstall: () => void; onOther: () => void };

function Seen({ seen, left, busy, onLeave, onInstall, onOther }: SeenProps) {
  const t = useT("forms");
  const label = useLabel();
  const of = (fate: Item["fate"]): number => seen.items.filter((item) => item.fate === fate).length;
  const chosen = seen.items.filter((item) => item.fate !== "same" && !left.includes(nameOf(item))).length;
  const moves = of("new") + of("changed");
  return (
    <>
      {seen.items.length ? (
        <p className="packs-sum" role="status">
          {t("packs_sum", { name: label(seen.label), new: of("new"), changed: of("changed"), same: of("same") })}
        </p>
      ) : null}
      {seen.notices.map((notice) => (
        <Alert key={notice} type="info" showIcon title={notice} />
      ))}
      {seen.mistakes.length ? (
        <div className="packs-wrong" role="alert">
          <b>{t("packs_mistakes", { count: seen.mistakes.length })}</b>
          <ul>
            {seen.mistakes.map((one, n) => (
              <li key={n}>
                <span className="mono">{one.path}</span> {one.message}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {moves ? <Items items={seen.items} left={left} onLeave={onLeave} /> : seen.mistakes.length ? null : <p className="quiet">{t("packs_nothing")}</p>}
      <div className="packs-do">
        {moves ? (
          <Button type="primary" loading={busy} disabled={seen.mistakes.length > 0 || chosen === 0} onClick={onInstall}>
            {t("packs_install", { count: chosen })}
          </Button>
        ) : null}
        <Button onClick={onOther}>{t("packs_other")}</Button>
      </div>
    </>
  );
}
