import { Input, Switch } from "antd";
import type { ReactNode } from "react";
import { useId } from "react";
import { type Label, useLabel, useT } from "../../kit/index.ts";
import type { Passport } from "./data.ts";

const PARTS: [string, string[]][] = [
  ["passport_basics", ["product", "plant", "city", "lot", "produced_on", "expires_on"]],
  ["passport_made_of", ["ingredients", "origin", "allergens", "verdict", "results"]],
  ["passport_way", ["journey", "places", "complaint"]],
];

type SwitchesProps = { passport: Passport; onChange: (next: Passport) => void };

/** One switch for each datum that can be published. */
export function Switches({ passport, onChange }: SwitchesProps) {
  const t = useT("trace");
  const label = useLabel();
  const on = passport.publish ?? {};
  const flip = (key: string, value: boolean): void => onChange({ ...passport, publish: { ...on, [key]: value } });
  return (
    <div className="passport-switches">
      {PARTS.map(([part, keys]) => (
        <Part key={part} name={t(part)}>
          {keys.map((key) => (
            <Row key={key} name={t(`publish.${key}`)} on={on[key] ?? false} onFlip={(value) => flip(key, value)} />
          ))}
        </Part>
      ))}
      {passport.facts?.length ? (
        <Part name={t("passport_facts")}>
          {passport.facts.map((fact, n) => (
            <Row key={fact.key} name={label(fact.label)} on={fact.publish ?? false} onFlip={(publish) => onChange({ ...passport, facts: passport.facts?.map((one, at) => (at === n ? { ...one, publish } : one)) })} />
          ))}
        </Part>
      ) : null}
      {passport.steps?.length ? (
        <Part name={t("passport_steps")}>
          {passport.steps.map((step, n) => (
            <Row key={step.form} name={label(step.label)} on={step.publish ?? false} onFlip={(publish) => onChange({ ...passport, steps: passport.steps?.map((one, at) => (at === n ? { ...one, publish } : one)) })} />
          ))}
        </Part>
      ) : null}
      <section className="card passport-part">
        <Words name={t("passport_city")} value={passport.city} onChange={(city) => onChange({ ...passport, city })} />
        <Words name={t("passport_contact")} value={passport.contact} onChange={(contact) => onChange({ ...passport, contact })} />
        <p className="quiet">{t("passport_always")}</p>
      </section>
    </div>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className="card passport-part">
      <h2>{name}</h2>
      {children}
    </section>
  );
}

function Row({ name, on, onFlip }: { name: string; on: boolean; onFlip: (value: boolean) => void }) {
  return (
    <label className="passport-row">
      <span>{name}</span>
      <Switch checked={on} onChange={onFlip} aria-label={name} />
    </label>
  );
}

/** A text in both languages. */
function Words({ name, value, onChange }: { name: string; value: Label | undefined; onChange: (next: Label) => void }) {
  const id = useId();
  const now = value ?? { zh: "", en: "" };
  return (
    <div className="passport-words">
      <label htmlFor={id}>{name}</label>
      <Input id={id} prefix={<span className="faint">中</span>} maxLength={80} value={now.zh} onChange={(event) => onChange({ ...now, zh: event.target.value })} />
      <Input aria-label={`${name} (English)`} prefix={<span className="faint">En</span>} maxLength={80} value={now.en} onChange={(event) => onChange({ ...now, en: event.target.value })} />
    </div>
  );
}
