import { LeftOutlined, PlusOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import dayjs from "dayjs";
import { useEffect, useRef } from "react";
import { type FormInfo, may, ProblemBox } from "../../api/index.ts";
import { useIsPhone, useLang, useT, Waiting } from "../../kit/index.ts";
import { useRecords } from "../list/data.ts";
import type { ListState } from "../list/useList.ts";
import { Agenda } from "./Agenda.tsx";
import { type Bar, barsOf, type Day, dayOf, filledWith, hiddenOn, type Mode, MODES, moved, type Span, spansOf, touching, weeksOf } from "./days.ts";

const MOST = 500;
const LINES = 2;

/** The records of a list on the days of a month or a week; on a phone as an agenda. */
export function Calendar({ form, list }: { form: FormInfo; list: ListState }) {
  const t = useT("records");
  const phone = useIsPhone();
  const mode: Mode = list.place.search.cal === "week" ? "week" : "month";
  const day = list.place.search.day || dayOf(dayjs());
  const fieldOf = (key: string) => form.definition.fields.find((field) => field.key === key);
  const [date, until] = [fieldOf(list.face.date), fieldOf(list.face.until)];
  const weeks = weeksOf(mode, day);
  const [from = day, to = day] = [weeks[0]?.[0], weeks.at(-1)?.[6]];
  const range = date ? touching(date, until, from, to) : "";
  const where = list.query.where ? `(${list.query.where}) AND ${range}` : range;
  const records = useRecords(form.key, { ...list.query, where, sort: list.face.date }, date !== undefined, MOST);
  if (!date) return null;
  const spans = spansOf(records.items, date, until);
  const go = (next: Day): void => list.place.setSearch({ day: next });
  const add = may(form, "submit") ? (on: Day): void => list.place.go(`/f/${form.key}/new`, { [date.key]: filledWith(date, on) }) : undefined;
  const open = (span: Span): void => list.place.go(`/f/${form.key}/${span.record.id}`);
  const widen = (on: Day): void => list.place.setSearch({ cal: "week", day: on });
  return (
    <div className="cal">
      <CalendarHead mode={mode} day={day} onDay={go} onMode={(next) => list.place.setSearch({ cal: next === "month" ? "" : next })} />
      {records.hasMore ? <p className="board-note quiet">{t("calendar_part", { n: MOST })}</p> : null}
      {records.problem ? <ProblemBox problem={records.problem} onRetry={records.again} /> : null}
      {records.isPending && !records.problem ? (
        <Waiting rows={8} />
      ) : phone ? (
        <Agenda spans={spans} days={weeks.flat()} onAdd={add} onOpen={open} />
      ) : (
        <Grid weeks={weeks} mode={mode} month={day.slice(0, 7)} spans={spans} onAdd={add} onOpen={open} onMore={widen} />
      )}
    </div>
  );
}

function CalendarHead({ mode, day, onDay, onMode }: { mode: Mode; day: Day; onDay: (day: Day) => void; onMode: (mode: Mode) => void }) {
  const t = useT("records");
  const lang = useLang();
  const shown = new Intl.DateTimeFormat(lang === "en" ? "en" : "zh-CN", { year: "numeric", month: "long" }).format(dayjs(day).toDate());
  return (
    <div className="cal-head">
      <Button icon={<LeftOutlined />} aria-label={t("earlier")} onClick={() => onDay(moved(mode, day, -1))} />
      <Button icon={<RightOutlined />} aria-label={t("later")} onClick={() => onDay(moved(mode, day, 1))} />
      <Button onClick={() => onDay(dayOf(dayjs()))}>{t("today")}</Button>
      <strong className="cal-title">{shown}</strong>
      <Segmented value={mode} options={MODES.map((one) => ({ value: one, label: t(one) }))} onChange={onMode} />
    </div>
  );
}

type GridProps = { weeks: Day[][]; mode: Mode; month: string; spans: Span[]; onAdd?: (day: Day) => void; onOpen: (span: Span) => void; onMore: (day: Day) => void };

function Grid({ weeks, mode, month, spans, ...acts }: GridProps) {
  const lang = useLang();
  const names = new Intl.DateTimeFormat(lang === "en" ? "en" : "zh-CN", { weekday: "short" });
  return (
    <div className={`cal-grid cal-of-${mode}`}>
      <div className="cal-names" aria-hidden="true">
        {(weeks[0] ?? []).map((day) => (
          <span key={day}>{names.format(dayjs(day).toDate())}</span>
        ))}
      </div>
      {weeks.map((week) => (
        <Week key={week[0]} week={week} month={mode === "month" ? month : ""} bars={barsOf(spans, week)} lines={mode === "month" ? LINES : MOST} {...acts} />
      ))}
    </div>
  );
}

type WeekProps = { week: Day[]; month: string; bars: Bar[]; lines: number; onAdd?: (day: Day) => void; onOpen: (span: Span) => void; onMore: (day: Day) => void };

function Week({ week, month, bars, lines, onAdd, onOpen, onMore }: WeekProps) {
  const t = useT("records");
  const today = dayOf(dayjs());
  const here = useRef<HTMLDivElement>(null);
  const current = week.includes(today);
  useEffect(() => {
    if (current) here.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  const shown = bars.filter((bar) => bar.lane < lines);
  const rows = (month ? lines : Math.max(0, ...bars.map((bar) => bar.lane + 1))) + 3;
  return (
    <div className="cal-week" ref={here}>
      {week.map((day, column) => (
        <div key={day} className={["cal-day", day === today ? "cal-today" : "", month && !day.startsWith(month) ? "cal-other" : ""].join(" ")} style={{ gridColumn: column + 1, gridRow: `1 / span ${rows}` }} onClick={() => onAdd?.(day)}>
          <span className="cal-number">{Number(day.slice(8))}</span>
          {onAdd ? (
            <button type="button" className="cal-add" aria-label={t("new_on", { day })} title={t("new_on", { day })} onClick={(event) => (event.stopPropagation(), onAdd(day))}>
              <PlusOutlined />
            </button>
          ) : null}
        </div>
      ))}
      {shown.map((bar) => (
        <button
          key={bar.span.record.id}
          type="button"
          className={["cal-bar", bar.before ? "cal-before" : "", bar.after ? "cal-after" : "", bar.span.record.state === "voided" ? "voided" : ""].join(" ")}
          style={{ gridColumn: `${bar.start + 1} / ${bar.end + 2}`, gridRow: bar.lane + 2 }}
          title={[bar.span.time, bar.span.record.title].filter(Boolean).join(" ")}
          onClick={() => onOpen(bar.span)}
        >
          {bar.span.time ? <span className="cal-time">{bar.span.time}</span> : null}
          <span className="cut">{bar.span.record.title}</span>
        </button>
      ))}
      {week.map((day, column) => {
        const left = hiddenOn(bars, column, lines);
        return left ? (
          <button key={day} type="button" className="cal-more" style={{ gridColumn: column + 1, gridRow: lines + 2 }} onClick={() => onMore(day)}>
            {t("more_on_day", { n: left })}
          </button>
        ) : null;
      })}
    </div>
  );
}
