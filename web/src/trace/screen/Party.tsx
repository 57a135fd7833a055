import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { LotTag, showInstant, StageDot, useT } from "../../kit/index.ts";
import { type ChainNode, kindOf } from "../model/chain.ts";
import { quantityText } from "../model/show.ts";
import type { TraceEvent } from "../types.ts";

const MOST = 30;

/** A supplier, a shipment, a customer, or a group of lots: who or what, its members, its records. */
export function Party({ node, onTrace }: { node: ChainNode; onTrace: (code: string) => void }) {
  const t = useT("trace");
  const lots = node.members.filter((member) => member.unit);
  const kind = kindOf(node);
  return (
    <>
      <div className="panel-head">
        <span className="panel-code">
          <StageDot stage={node.lane} /> {node.name || t(`kind.${kind}`)}
        </span>
      </div>
      <div className="quiet">{[kind === "lot" || kind === "event" ? "" : t(`kind.${kind}`), node.note].filter(Boolean).join(" · ")}</div>
      {lots.length ? <Members members={lots} onTrace={onTrace} /> : null}
      {lots.length === 0 ? (
        <>
          <h2 className="panel-part">{t("events")}</h2>
          <Records events={node.events} />
        </>
      ) : null}
    </>
  );
}

function Members({ members, onTrace }: { members: ChainNode[]; onTrace: (code: string) => void }) {
  const t = useT("trace");
  return (
    <>
      <h2 className="panel-part">
        {t("members")} <span className="faint">{members.length}</span>
      </h2>
      <ul className="members">
        {members.slice(0, MOST).map((member) => (
          <li key={member.id}>
            <Button type="link" size="small" className="mono cut" title={t("centre")} onClick={() => onTrace(member.name)}>
              {member.name}
            </Button>
            <span className="qty faint">{quantityText(member.unit?.quantity ?? null, member.unit?.uom ?? "")}</span>
            <LotTag status={member.unit?.status ?? ""} expiresOn={member.unit?.expires_on} />
          </li>
        ))}
      </ul>
      {members.length > MOST ? <p className="faint">{t("more_members", { n: members.length - MOST })}</p> : null}
    </>
  );
}

function Records({ events }: { events: TraceEvent[] }) {
  const t = useT("trace");
  const shown = [...new Map(events.map((event) => [event.id, event])).values()].sort((a, b) => b.time.localeCompare(a.time));
  return (
    <>
      <ol className="records">
        {shown.slice(0, MOST).map((event) => (
          <li key={event.id}>
            {event.form && event.record ? <Link to={`/f/${event.form}/${event.record}`}>{event.record_title || event.form}</Link> : (event.event_id ?? t(`verb.${event.verb}`))}
            <div className="faint">
              {t(`verb.${event.verb}`)} · {showInstant(event.time)}
              {event.place ? ` · ${event.place}` : ""}
            </div>
          </li>
        ))}
      </ol>
      {shown.length > MOST ? <p className="faint">{t("more_members", { n: shown.length - MOST })}</p> : null}
    </>
  );
}
