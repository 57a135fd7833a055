import { Link } from "@tanstack/react-router";
import { LotLink, Qty, showInstant, Tag, useT } from "../../kit/index.ts";
import { byWhom, type StoryLine, storyOf } from "../model/story.ts";
import { quantityText, rounded } from "../model/show.ts";
import type { Genealogy, LotEvent } from "../types.ts";
import "./story.css";

const OTHERS = 6;

type StoryProps = { answer: Genealogy; unit: string; voided?: LotEvent[] };

/** What happened to one unit, newest first, each with the record it stands on; voided events too where they are given. */
export function Story({ answer, unit, voided }: StoryProps) {
  const t = useT("trace");
  const lines = storyOf(answer, unit, voided);
  if (lines.length === 0) return <p className="faint">{t("events_none")}</p>;
  return (
    <ol className="story">
      {lines.map((line) => (
        <li key={line.event.id} className={line.event.voided_at ? "story-line voided" : "story-line"}>
          <Head line={line} />
          <Others line={line} />
          <Foot line={line} />
        </li>
      ))}
    </ol>
  );
}

function Head({ line }: { line: StoryLine }) {
  const t = useT("trace");
  const { event } = line;
  const role = roleOf(line);
  return (
    <div className="story-head">
      <span>
        <strong>{t(`verb.${event.verb}`)}</strong>
        {role ? <span className="quiet"> · {t(role)}</span> : null} {event.status ? <StatusTag status={event.status} /> : null}
        {event.voided_at ? <Tag tone="red">{t("voided")}</Tag> : null}
      </span>
      {line.quantity === null ? null : <Qty value={rounded(line.quantity)} uom={line.uom} />}
    </div>
  );
}

/** The word for a unit's part, where the verb alone does not say it. */
function roleOf({ role, event }: StoryLine): string | null {
  if (role === "child" && event.verb !== "pack" && event.verb !== "unpack") return "role.riding";
  return event.verb === "transform" && (role === "input" || role === "output") ? `role.${role}` : null;
}

function StatusTag({ status }: { status: string }) {
  const t = useT("kit");
  const tone = status === "released" ? "green" : status === "quarantine" || status === "held" ? "amber" : "red";
  return <Tag tone={tone}>{t(`status.${status}`)}</Tag>;
}

function Others({ line }: { line: StoryLine }) {
  const t = useT("trace");
  const parties = [
    line.event.source ? t("from_party", { name: line.event.source }) : "",
    line.event.destination ? t("to_party", { name: line.event.destination }) : "",
    line.event.place ?? "",
  ].filter(Boolean);
  return (
    <>
      {parties.length ? <div className="quiet">{parties.join(" · ")}</div> : null}
      {line.others.slice(0, OTHERS).map((other) => (
        <div key={`${other.code} ${other.role}`} className="story-other">
          <span className="cut">
            {other.role === "output" || other.role === "parent" ? "→" : "←"} <LotLink code={other.code} /> <span className="faint">{other.title}</span>
          </span>
          <span className="qty faint">{quantityText(other.quantity, other.uom)}</span>
        </div>
      ))}
      {line.others.length > OTHERS ? <div className="faint">{t("more_members", { n: line.others.length - OTHERS })}</div> : null}
    </>
  );
}

function Foot({ line }: { line: StoryLine }) {
  const { event } = line;
  const who = byWhom(event);
  return (
    <div className="story-foot">
      <span>{showInstant(event.time)}</span>
      {who ? <span>{who}</span> : null}
      {event.form && event.record ? (
        <Link to={`/f/${event.form}/${event.record}`} className="cut">
          {event.record_title || event.form}
        </Link>
      ) : (
        <span className="cut">{event.event_id ?? ""}</span>
      )}
    </div>
  );
}
