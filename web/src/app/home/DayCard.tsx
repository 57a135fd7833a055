import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { LotTag, Qty, StageDot, useLabel, usePlace, useT } from "../../kit/index.ts";
import { allOf, type DayList, type DayRow, placeOf, thenOf, toneOf } from "./day.ts";

/** One list of what waits: its first rows, each with what to do about it, and the way to all of them. */
export function DayCard({ list }: { list: DayList }) {
  const t = useT("app");
  const label = useLabel();
  const hint = label(list.hint);
  return (
    <article className={`card day-card day-${toneOf(list)}`}>
      <header className="day-head">
        {list.stage ? <StageDot stage={list.stage} /> : null}
        <h3>{label(list.label)}</h3>
        <span className="day-badge">
          {list.count}
          {list.more ? "+" : ""}
        </span>
      </header>
      {list.count === 0 ? <p className="quiet day-empty">{label(list.empty)}</p> : hint ? <p className="faint day-hint">{hint}</p> : null}
      <ul className="day-rows">
        {list.rows.map((row) => (
          <Row key={row.id ?? row.lot} list={list} row={row} />
        ))}
      </ul>
      {list.count > list.rows.length ? (
        <Link to={allOf(list)} className="day-all">
          {t("see_all", { count: list.more ? `${list.count}+` : list.count })}
        </Link>
      ) : null}
    </article>
  );
}

function Row({ list, row }: { list: DayList; row: DayRow }) {
  const label = useLabel();
  const place = usePlace();
  const then = thenOf(list, row);
  return (
    <li className="day-row">
      <Link to={placeOf(list, row)} className="day-what">
        <span className="day-title">
          {row.lot ? <span className="mono">{row.lot}</span> : <span className="cut">{row.title}</span>}
          {row.status ? <LotTag status={row.status} expiresOn={row.expires_on} /> : null}
        </span>
        <span className="day-facts">
          {row.lot ? <LotLine row={row} /> : null}
          {row.facts.map((fact) => (
            <span key={label(fact.label)} title={label(fact.label)}>
              {fact.value}
            </span>
          ))}
        </span>
      </Link>
      {then ? (
        <Button className="day-do" onClick={() => place.go(then)}>
          {label(list.then?.label)}
        </Button>
      ) : null}
    </li>
  );
}

function LotLine({ row }: { row: DayRow }) {
  const t = useT("app");
  const left = row.days_left ?? null;
  return (
    <>
      <span>{row.title}</span>
      <Qty value={row.on_hand} uom={row.uom} />
      {left === null ? null : <span className={left < 0 ? "day-late" : ""}>{left < 0 ? t("days_over", { count: -left }) : t("days_left", { count: left })}</span>}
    </>
  );
}
