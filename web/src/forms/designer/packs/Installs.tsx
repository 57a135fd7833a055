import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { type FieldError, Problem, ProblemBox } from "../../../api/index.ts";
import { showInstant, Tag, useLabel, useT, Waiting } from "../../../kit/index.ts";
import { type Install, rollBack, useInstalls } from "./data.ts";

/** What was installed, newest first; each can be rolled back. */
export function Installs() {
  const t = useT("forms");
  const found = useInstalls();
  if (found.error) return <ProblemBox problem={found.error} onRetry={() => void found.refetch()} />;
  const items = found.data?.items ?? [];
  return (
    <section className="card packs-card">
      <h2>{t("packs_list")}</h2>
      {found.isPending ? <Waiting rows={3} /> : null}
      {found.data && items.length === 0 ? <p className="quiet">{t("packs_list_none")}</p> : null}
      <ul className="packs-list">
        {items.map((one) => (
          <Row key={one.id} install={one} />
        ))}
      </ul>
    </section>
  );
}

function Row({ install }: { install: Install }) {
  const t = useT("forms");
  const label = useLabel();
  const client = useQueryClient();
  const { modal, message } = App.useApp();
  const name = `${label(install.label)} ${install.version}`;
  const added = install.items.filter((item) => item.before === null).length;
  const back = async (anyway: boolean): Promise<void> => {
    try {
      await rollBack(install.id, anyway);
      void message.success(t("packs_rolled_back"));
      await client.invalidateQueries();
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(0, String(error), "");
      const since = problem.errors.length > 0 && problem.errors.every((one) => one.code === "packs.changed_since");
      if (since) ask(t("packs_since"), problem.errors, true);
      else void modal.error({ title: problem.message, content: <Told errors={problem.errors} /> });
    }
  };
  const ask = (hint: string, errors: FieldError[], anyway: boolean): void =>
    void modal.confirm({
      title: t("packs_sure", { name }),
      content: (
        <>
          <p>{hint}</p>
          <Told errors={errors} />
        </>
      ),
      okText: t(anyway ? "packs_anyway" : "packs_roll_back"),
      onOk: () => back(anyway),
    });
  const hint = t("packs_sure_hint", { changed: install.items.length - added, added });
  return (
    <li className="packs-row">
      <span className="packs-name">
        <b>{name}</b>
        <span className="faint">
          {showInstant(install.at)} · {install.by} · {t("packs_items", { count: install.items.length })}
        </span>
      </span>
      {install.state === "installed" ? <Button onClick={() => ask(hint, [], false)}>{t("packs_roll_back")}</Button> : <Tag>{t("packs_rolled_back")}</Tag>}
    </li>
  );
}

function Told({ errors }: { errors: FieldError[] }) {
  return (
    <ul>
      {errors.map((one, n) => (
        <li key={n}>{one.message}</li>
      ))}
    </ul>
  );
}
