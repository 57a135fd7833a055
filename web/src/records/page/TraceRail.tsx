import { Link } from "@tanstack/react-router";
import { type FormInfo, ProblemBox, type RecordData, useAbility } from "../../api/index.ts";
import { address, LotLink, LotTag, Nothing, Qty, showInstant, Tag, useT, Waiting } from "../../kit/index.ts";
import { useHistory } from "./history.ts";
import { useLots } from "./lots.ts";
import { codesOf, type EventRead, eventsOf } from "./readback.ts";

/** What this record did to lots, read back from the ledger. */
export function TraceRail({ form, record }: { form: FormInfo; record: RecordData }) {
  const t = useT("records");
  const traces = useAbility("trace");
  const history = useHistory(form.key, record.id);
  const events = eventsOf(history.data?.items ?? [], record.state === "voided");
  const lots = useLots(codesOf(events));
  const names = new Map(lots.map((lot) => [lot.code, lot.title]));
  if (form.definition.trace.length === 0) return <Nothing title={t("no_trace")} hint={t("no_trace_hint")} />;
  if (!traces) return <Nothing title={t("trace_barred")} hint={t("trace_barred_hint")} />;
  if (history.error) return <ProblemBox problem={history.error} onRetry={() => void history.refetch()} />;
  if (!history.data) return <Waiting rows={4} />;
  if (events.length === 0) return <Nothing title={t("no_events")} hint={t("no_events_hint")} />;
  return (
    <>
      {events.map((event) => (
        <EventBox key={event.key} event={event} names={names} />
      ))}
    </>
  );
}

/** Verbs whose outputs came from nowhere of ours. */
const NEW = new Set(["receive", "create"]);

function EventBox({ event, names }: { event: EventRead; names: Map<string, string> }) {
  const t = useT("records");
  const ways = [
    event.source ? t("from_party", { name: event.source }) : "",
    event.destination ? t("to_party", { name: event.destination }) : "",
    event.place ? t("at_place", { name: event.place }) : "",
  ].filter(Boolean);
  const leading = event.parts.at(-1)?.lots[0];
  return (
    <section className={event.undone ? "rail-event voided" : "rail-event"}>
      <div className="rail-event-head">
        <strong>{t(`verb.${event.verb}`, { defaultValue: event.verb })}</strong>
        <span className="faint">{showInstant(event.time)}</span>
        {event.undone ? <Tag tone="red">{t("event_voided")}</Tag> : null}
        {event.status ? <LotTag status={event.status} /> : null}
      </div>
      {ways.length ? <div className="quiet">{ways.join(" · ")}</div> : null}
      {event.parts.map((part) => (
        <div key={part.role}>
          <div className="rail-role">{t(part.role === "output" && NEW.has(event.verb) ? "role_object" : `role_${part.role}`)}</div>
          <div className="rail-lots">
            {part.lots.map((lot, index) => (
              <div key={`${lot.code} ${index}`} className="rail-lot">
                <span className="cut">
                  <LotLink code={lot.code} /> <span className="faint">{names.get(lot.code)}</span>
                </span>
                <Qty value={lot.value} uom={lot.uom} />
              </div>
            ))}
          </div>
        </div>
      ))}
      {leading && !event.undone ? <Link to={address("/trace", { code: leading.code })}>{t("open_trace")}</Link> : null}
    </section>
  );
}
