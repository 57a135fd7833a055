import { CheckOutlined, DownOutlined, WarningOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { ProblemBox } from "../../api/index.ts";
import { Code, Page, Tag, useLabel, useT, Waiting } from "../../kit/index.ts";
import { KINDS, type Loose, type Rule, type RuleUser, type Standards, sums, useStandards } from "./data.ts";
import "./standards.css";

/** `/standards`: the code rules of the plant, who uses them, what breaks them, what is kept as free text. */
export function StandardsScreen() {
  const t = useT("records");
  const found = useStandards();
  if (found.error) return <ProblemBox problem={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Waiting rows={12} />;
  const { rules, loose, broken } = found.data;
  return (
    <Page title={t("standards")}>
      <p className="quiet standards-intro">{t("standards_intro")}</p>
      <section className="card standards-head">
        <Figure value={rules.length} label={t("standards_rules")} />
        <Figure value={broken} label={t("standards_broken")} bad={broken > 0} />
        <Figure value={loose.length} label={t("standards_loose")} bad={loose.length > 0} />
      </section>
      <LooseFields loose={loose} />
      {KINDS.map((kind) => (
        <Kind key={kind} kind={kind} found={found.data} />
      ))}
    </Page>
  );
}

function Figure({ value, label, bad = false }: { value: number; label: string; bad?: boolean }) {
  return (
    <div className="standards-figure">
      <span className={bad ? "standards-value standards-bad" : "standards-value"}>{value}</span>
      <span className="quiet">{label}</span>
    </div>
  );
}

function LooseFields({ loose }: { loose: Loose[] }) {
  const t = useT("records");
  const label = useLabel();
  return (
    <section className="card standards-card">
      <h2>{t(loose.length ? "standards_loose_title" : "standards_loose")}</h2>
      {loose.length === 0 ? <p className="quiet">{t("standards_loose_none")}</p> : null}
      <ul>
        {loose.map((one) => {
          const what = t(`standards_what.${one.what}`);
          return (
            <li key={one.form + one.path} className="standards-loose">
              <WarningOutlined className="standards-warn" />
              <span>
                <Link to={`/f/${one.form}`}>
                  {label(one.form_label)} › {label(one.label)}
                </Link>{" "}
                <span className="quiet">{t(`standards_why_${one.why}`, { what, alike: one.alike, sampled: one.sampled })}</span>
                <span className="standards-remedy">
                  <Remedy one={one} />
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Remedy({ one }: { one: Loose }) {
  const t = useT("records");
  if (one.link === "lot") return t("standards_remedy_lot");
  if (!one.link) return t("standards_remedy_none");
  return (
    <>
      {t("standards_remedy_link")}
      <Link to={`/f/${one.link}`}>{t(`standards_what.${one.what}`)}</Link>
    </>
  );
}

function Kind({ kind, found }: { kind: Rule["kind"]; found: Standards }) {
  const t = useT("records");
  const rules = found.rules.filter((rule) => rule.kind === kind);
  if (rules.length === 0) return null;
  return (
    <section className="card standards-card">
      <h2>{t(`standards_kind.${kind}`)}</h2>
      {rules.map((rule) => (
        <OneRule key={rule.rule} rule={rule} zone={found.zone} />
      ))}
    </section>
  );
}

function OneRule({ rule, zone }: { rule: Rule; zone: string }) {
  const t = useT("records");
  const [open, setOpen] = useState(false);
  const { counted, broken } = sums(rule);
  return (
    <div className="standards-rule">
      <button type="button" className="standards-row" aria-expanded={open} onClick={() => setOpen(!open)}>
        <DownOutlined className={open ? "standards-fold open" : "standards-fold"} />
        <span className="standards-name">
          <Name rule={rule} zone={zone} />
        </span>
        <span className="faint standards-count">
          {t("standards_users", { n: rule.users.length })}
          {counted ? ` · ${t("standards_counted", { n: counted })}` : ""}
        </span>
        {broken ? (
          <Tag tone="red">{t("standards_bad", { n: broken })}</Tag>
        ) : (
          <span className="standards-good">
            <CheckOutlined /> <span className="standards-good-word">{t("standards_good")}</span>
          </span>
        )}
      </button>
      {open ? (
        <ul className="standards-users">
          {rule.users.map((user) => (
            <User key={user.form + user.path} user={user} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Name({ rule, zone }: { rule: Rule; zone: string }) {
  const t = useT("records");
  const label = useLabel();
  if (rule.kind === "instant" || rule.kind === "day" || rule.kind === "uom") return t(`standards_${rule.kind}`, { zone });
  if (rule.kind === "format")
    return (
      <>
        {rule.label ? label(rule.label) : rule.rule} <span className="faint">{t("standards_example")}</span> <Code>{rule.example}</Code>
      </>
    );
  if (rule.kind === "code") {
    const [role = "", how = ""] = rule.rule.split(": ");
    const names = [...new Set(rule.users.map((user) => label(user.form_label)))].join(t("comma"));
    return (
      <>
        {names || t(`standards_role_${role}`)} {how === "text" || how === "code" ? <span className="quiet">{t(`standards_role_${how}`)}</span> : <Code>{how}</Code>}
      </>
    );
  }
  return <Code>{rule.rule}</Code>;
}

function User({ user }: { user: RuleUser }) {
  const t = useT("records");
  const label = useLabel();
  return (
    <li>
      <Link to={`/f/${user.form}`}>
        {label(user.form_label)} › {label(user.label)}
      </Link>
      {user.broken ? (
        <span className="standards-examples">
          <span className="standards-bad">{t("standards_bad", { n: user.broken })}</span>
          {user.examples.map((example) => (
            <Link key={example.id} to={`/f/${user.form}/${example.id}`} className="mono">
              {example.value}
            </Link>
          ))}
        </span>
      ) : null}
    </li>
  );
}
