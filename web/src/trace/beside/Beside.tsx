import { FileOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { apiAddress, ProblemBox } from "../../api/index.ts";
import { useLabel, useT, Waiting } from "../../kit/index.ts";
import { ClimateCurve } from "./ClimateCurve.tsx";
import { type EvidenceFile, type LotContext, type PersonThere, useContextOf } from "./data.ts";
import { Mentioned } from "./Mentioned.tsx";
import "./beside.css";

/** What stands beside a lot: inspections, climate, how it was made, equipment, people, files, other documents. */
export function Beside({ code, only }: { code: string; /** Layers switched on; all when empty. */ only: string[] }) {
  const t = useT("trace");
  const found = useContextOf(code);
  if (found.error) return <ProblemBox problem={found.error} />;
  if (!found.data) return <Waiting rows={3} />;
  const context = found.data;
  const shows = (layer: string): boolean => only.length === 0 || only.includes(layer);
  if (context.records.length === 0 && context.climate.length === 0) return <p className="faint">{t("beside_none")}</p>;
  return (
    <div className="beside">
      {shows("qc") ? <Checks context={context} /> : null}
      {shows("temperature") && context.climate.length ? (
        <Part name={t("layer.temperature")} n={context.climate.length}>
          {context.climate.map((curve) => (
            <ClimateCurve key={`${curve.place} ${curve.key} ${curve.since}`} curve={curve} />
          ))}
        </Part>
      ) : null}
      {only.length === 0 ? <Made context={context} /> : null}
      {shows("equipment") ? <Equipment context={context} /> : null}
      {shows("people") ? <People people={context.people} /> : null}
      {only.length === 0 ? <Files files={context.files} /> : null}
      {only.length === 0 ? <Others context={context} /> : null}
      {context.hidden > 0 ? <p className="faint">{t("beside_hidden", { n: context.hidden })}</p> : null}
    </div>
  );
}

function Part({ name, n, children }: { name: string; n: number; children: ReactNode }) {
  return (
    <section>
      <h3>
        {name} <span className="faint">{n}</span>
      </h3>
      {children}
    </section>
  );
}

function Checks({ context }: { context: LotContext }) {
  const t = useT("trace");
  const checks = context.records.filter((mention) => mention.check);
  return checks.length ? (
    <Part name={t("layer.qc")} n={checks.length}>
      <ul>
        {checks.map((mention) => (
          <Mentioned key={mention.record.id} mention={mention} />
        ))}
      </ul>
    </Part>
  ) : null;
}

/** The record that made the lot, its order and what belongs to that. */
function Made({ context }: { context: LotContext }) {
  const t = useT("trace");
  const made = context.records.filter(isMaking);
  return made.length ? (
    <Part name={t("beside_made")} n={made.length}>
      <ul>
        {made.map((mention) => (
          <Mentioned key={mention.record.id} mention={mention} />
        ))}
      </ul>
    </Part>
  ) : null;
}

function isMaking(mention: LotContext["records"][number]): boolean {
  return !mention.check && (mention.how === "made" || (mention.how === "beside" && mention.stage === "production"));
}

function Others({ context }: { context: LotContext }) {
  const t = useT("trace");
  const rest = context.records.filter((mention) => !mention.check && !isMaking(mention));
  return rest.length ? (
    <Part name={t("beside_other")} n={rest.length}>
      <ul>
        {rest.map((mention) => (
          <Mentioned key={mention.record.id} mention={mention} />
        ))}
      </ul>
    </Part>
  ) : null;
}

function Equipment({ context }: { context: LotContext }) {
  const t = useT("trace");
  const label = useLabel();
  return context.equipment.length ? (
    <Part name={t("layer.equipment")} n={context.equipment.length}>
      <dl className="mention-facts">
        {context.equipment.map((thing) => (
          <Pair key={thing.id} name={label(thing.label)}>
            <Link to={`/f/${thing.form}/${thing.id}`}>{thing.title}</Link>
          </Pair>
        ))}
      </dl>
    </Part>
  ) : null;
}

/** Everybody who took part, each once, with what they did. */
function People({ people }: { people: PersonThere[] }) {
  const t = useT("trace");
  const label = useLabel();
  const names = [...new Set(people.map((person) => person.name))];
  return names.length ? (
    <Part name={t("layer.people")} n={names.length}>
      <dl className="mention-facts">
        {names.map((name) => (
          <Pair key={name} name={name}>
            {[...new Set(people.filter((person) => person.name === name).map((person) => label(person.as_)))].join(" · ")}
          </Pair>
        ))}
      </dl>
    </Part>
  ) : null;
}

function Pair({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Files({ files }: { files: EvidenceFile[] }) {
  const t = useT("trace");
  const label = useLabel();
  return files.length ? (
    <Part name={t("beside_files")} n={files.length}>
      <ul className="evidence">
        {files.map((file) => (
          <li key={file.id}>
            <a href={apiAddress(`/files/${file.id}`)} download={file.name}>
              {file.type.startsWith("image/") ? <img src={apiAddress(`/files/${file.id}`)} alt={file.name} loading="lazy" /> : <FileOutlined />}
              <span className="cut">
                {label(file.label)} <span className="faint">{file.name}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Part>
  ) : null;
}
