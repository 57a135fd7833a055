import { CheckOutlined, CloseOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Segmented } from "antd";
import { type CSSProperties, useState } from "react";
import { Nothing, StageDot, Tag, useIsPhone, useLabel, usePlace, useT } from "../../kit/index.ts";
import { type MapDatum, type MapEvent, type MapList, type MapNode, percent, type Share, tone } from "./data.ts";

type Real = Record<string, Share>;

/** The nodes side by side; on a phone one at a time. */
export function Nodes({ map, real }: { map: MapList; real: Real }) {
  const t = useT("trace");
  const phone = useIsPhone();
  const place = usePlace();
  const [open, setOpen] = useState(false);
  const nodes = map.nodes.map((node) => ({ ...node, events: open ? node.events.flatMap((event) => lacking(event, real)) : node.events }));
  const chosen = nodes.find((node) => node.key === place.search.node) ?? nodes[0];
  const none = open && nodes.every((node) => node.events.length === 0);
  return (
    <>
      <div className="map-filter no-print">
        <Segmented
          value={open ? "open" : "all"}
          onChange={(value) => setOpen(value === "open")}
          options={[
            { value: "all", label: t("map_show_all") },
            { value: "open", label: t("map_show_open") },
          ]}
        />
      </div>
      {phone ? <Steps nodes={nodes} chosen={chosen?.key ?? ""} onChoose={(node) => place.setSearch({ node })} /> : null}
      {none ? <Nothing title={t("map_nothing_open")} /> : null}
      {none ? null : <div className="map-nodes">{(phone ? [chosen] : nodes).map((node) => (node ? <Column key={node.key} node={node} real={real} /> : null))}</div>}
    </>
  );
}

/** The event with only what is a gap or not always filled; nothing when all is well. */
function lacking(event: MapEvent, real: Real): MapEvent[] {
  const data = event.data.filter((datum) => datum.gap || (percent(real[`${event.key}.${datum.key}`]) ?? 100) < 100);
  return data.length ? [{ ...event, data }] : [];
}

function Steps({ nodes, chosen, onChoose }: { nodes: MapNode[]; chosen: string; onChoose: (key: string) => void }) {
  const t = useT("trace");
  const label = useLabel();
  return (
    <nav className="map-steps" aria-label={t("map_node")}>
      {nodes.map((node) => (
        <button key={node.key} type="button" className={node.key === chosen ? "map-step here" : "map-step"} aria-current={node.key === chosen} onClick={() => onChoose(node.key)}>
          <StageDot stage={node.stage} size={10} /> {label(node.label)}
          <Gaps node={node} />
        </button>
      ))}
    </nav>
  );
}

function Gaps({ node }: { node: MapNode }) {
  const t = useT("trace");
  const gaps = node.events.flatMap((event) => event.data).filter((datum) => datum.gap).length;
  return gaps ? (
    <span className="map-gaps" title={t("map_gaps")}>
      {gaps}
    </span>
  ) : null;
}

function Column({ node, real }: { node: MapNode; real: Real }) {
  const t = useT("trace");
  const label = useLabel();
  const style = { "--stage": `var(--stage-${node.stage})` } as CSSProperties;
  return (
    <section className="map-node" style={style} aria-label={label(node.label)}>
      <h2>
        {label(node.label)} <Gaps node={node} />
      </h2>
      {node.events.length === 0 ? <p className="faint map-empty">{t("map_no_event")}</p> : null}
      {node.events.map((event) => (
        <Event key={event.key} event={event} real={real} />
      ))}
    </section>
  );
}

function Event({ event, real }: { event: MapEvent; real: Real }) {
  const t = useT("trace");
  const label = useLabel();
  return (
    <article className="card map-event">
      <h3>
        {label(event.label)} {event.ccp ? <Tag tone="red">{t("map_ccp")}</Tag> : null}
      </h3>
      <ul>
        {event.data.map((datum) => (
          <Datum key={datum.key} datum={datum} share={real[`${event.key}.${datum.key}`]} />
        ))}
      </ul>
    </article>
  );
}

function Datum({ datum, share }: { datum: MapDatum; share: Share | undefined }) {
  const t = useT("trace");
  const label = useLabel();
  const filled = percent(share);
  const law = datum.when ? `${datum.law} · ${datum.when}` : datum.law;
  return (
    <li className={datum.gap ? "map-datum map-datum-gap" : "map-datum"} title={law}>
      {datum.gap ? <CloseOutlined className="map-bad" aria-label={t("map_gap")} /> : <CheckOutlined className="map-good" aria-label={t("map_captured")} />}
      <span className="map-datum-label">
        {label(datum.label)} {datum.optional ? <span className="faint map-small">{t("map_optional")}</span> : null}
      </span>
      {filled === null ? null : <span className={`map-datum-share map-${tone(share)}`}>{filled}%</span>}
      <span className="map-datum-fields">
        {datum.gap && datum.fields.length === 0 ? <span className="map-bad">{t("map_gap")}</span> : null}
        {datum.fields.map((field) =>
          field.why ? (
            <span key={field.form + field.path} className="map-bad">
              {field.form}.{field.path} {t(`map_why_${field.why}`)}
            </span>
          ) : (
            <Link key={field.form + field.path} to={`/f/${field.form}`}>
              {label(field.form_label)} › {label(field.label)}
            </Link>
          ),
        )}
      </span>
    </li>
  );
}
