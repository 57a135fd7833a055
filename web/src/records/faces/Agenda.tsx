import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import dayjs from "dayjs";
import { Nothing, useLang, useT } from "../../kit/index.ts";
import type { Day, Span } from "./days.ts";

type AgendaProps = { spans: Span[]; days: Day[]; onAdd?: (day: Day) => void; onOpen: (span: Span) => void };

/** The phone's calendar: the days that have something, one below the other. */
export function Agenda({ spans, days, onAdd, onOpen }: AgendaProps) {
  const t = useT("records");
  const lang = useLang();
  const name = new Intl.DateTimeFormat(lang === "en" ? "en" : "zh-CN", { month: "short", day: "numeric", weekday: "short" });
  const busy = days.map((day) => ({ day, own: spans.filter((span) => span.from <= day && span.to >= day) })).filter(({ own }) => own.length > 0);
  if (!busy.length) return <Nothing title={t("calendar_none")} />;
  return (
    <div className="agenda">
      {busy.map(({ day, own }) => (
        <section key={day}>
          <h2 className="agenda-day">
            {name.format(dayjs(day).toDate())}
            {onAdd ? <Button type="text" size="small" icon={<PlusOutlined />} aria-label={t("new_on", { day })} onClick={() => onAdd(day)} /> : null}
          </h2>
          {own.map((span) => (
            <button key={span.record.id} type="button" className="agenda-row" onClick={() => onOpen(span)}>
              {span.time ? <span className="cal-time">{span.time}</span> : null}
              <span className={span.record.state === "voided" ? "voided cut" : "cut"}>{span.record.title}</span>
            </button>
          ))}
        </section>
      ))}
    </div>
  );
}
