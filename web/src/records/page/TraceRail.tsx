import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, type FormInfo, keys, type RecordData, useAbility } from "../../api/index.ts";
import { address, LotLink, Nothing, Qty, showInstant, Tag, useT, Waiting } from "../../kit/index.ts";
import { lotsOf } from "./facts.ts";
import { type EventRead, eventsOf, type Traced } from "./readback.ts";

const MOST = 24;

/** What this record did to lots, read back from the trace itself. */
export function TraceRail({ form, record }: { form: FormInfo; record: RecordData }) {
  const t = useT("records");
  const traces = useAbility("trace");
  const codes = lotsOf(form, record);
  const asked = traces ? codes.slice(0, MOST) : [];
  const found = useQueries({
    queries: asked.map((code) => {
      const query = { code, direction: "both", depth: 1 };
      return { queryKey: keys.trace(query), queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Traced>("/trace", query, signal) };
    }),
  });
  if (form.definition.trace.length === 0) return <Nothing title={t("no_trace")} hint={t("no_trace_hint")} />;
  if (!traces) return <Nothing title={t("trace_barred")} hint={t("trace_barred_hint")} />;
  if (found.some((one) => one.isPending)) return <Waiting rows={4} />;
  const answers = found.flatMap((one) => (one.data ? [one.data] : []));
  const events = eventsOf(record.id, answers);
  if (events.length === 0) return <Nothing title={t("no_events")} hint={t("no_events_hint")} />;
  const failed = found.length - answers.length + (codes.length - asked.length);
  return (
    <div>
      {events.map((event) => (
        <EventBox key={event.id} event={event} />
      ))}
      {failed > 0 ? <p className="faint">{t("lots_left_out", { n: failed })}</p> : null}
    </div>
  );
}

const PARTS: Record<string, string> = { input: "role_input", output: "role_output", object: "role_object", parent: "role_parent", child: "role_child" };

function EventBox({ event }: { event: EventRead }) {
  const t = useT("records");
  const ways = [
    event.source ? t("from_party", { name: event.source }) : "",
    event.destination ? t("to_party", { name: event.destination }) : "",
    event.place ? t("at_place", { name: event.place }) : "",
  ].filter(Boolean);
  return (
    <section className={event.voided ? "rail-event voided" : "rail-event"}>
      <div className="rail-event-head">
        <strong>{t(`verb.${event.verb}`, { defaultValue: event.verb })}</strong>
        <span className="faint">{showInstant(event.time)}</span>
        {event.voided ? <Tag tone="red">{t("event_voided")}</Tag> : null}
      </div>
      {ways.length ? <div className="quiet">{ways.join(" · ")}</div> : null}
      {event.parts.map((part) => (
        <div key={part.role}>
          <div className="rail-role">{t(PARTS[part.role] ?? "role_object")}</div>
          <div className="rail-lots">
            {part.lots.map((lot) => (
              <div key={lot.code} className="rail-lot">
                <span className="cut">
                  <LotLink code={lot.code} /> <span className="faint">{lot.title}</span>
                </span>
                <Qty value={lot.quantity} uom={lot.uom} />
              </div>
            ))}
          </div>
        </div>
      ))}
      {event.parts[0]?.lots[0] ? <Link to={address("/trace", { code: (event.parts.at(-1)?.lots[0] ?? event.parts[0].lots[0]).code })}>{t("open_trace")}</Link> : null}
    </section>
  );
}
