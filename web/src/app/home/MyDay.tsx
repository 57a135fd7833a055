import { CheckCircleOutlined, RightOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { ProblemBox } from "../../api/index.ts";
import { useLabel, useT, Waiting } from "../../kit/index.ts";
import { allOf, type DayList, toneOf, useDay } from "./day.ts";
import { DayCard } from "./DayCard.tsx";

/** What waits for this person: figures, lists with one-click actions, and what is all clear. */
export function MyDay() {
  const t = useT("app");
  const day = useDay();
  if (day.error && !day.data) return <ProblemBox problem={day.error} onRetry={() => void day.refetch()} />;
  if (!day.data) return <Waiting rows={5} />;
  const lists = day.data.items;
  if (lists.length === 0) return null;
  const counts = lists.filter((list) => list.face === "count");
  const full = lists.filter((list) => list.face === "list" && list.count > 0);
  const shown = [...full, ...lists.filter((list) => list.face === "list" && list.count === 0 && list.empty)];
  const clear = lists.filter((list) => list.face === "list" && list.count === 0 && !list.empty);
  return (
    <section data-tour="day">
      <h2 className="home-head">{t("my_day")}</h2>
      {counts.length > 0 ? (
        <div className="day-counts">
          {counts.map((list) => (
            <Count key={list.key} list={list} />
          ))}
        </div>
      ) : null}
      <div className="day-cards">
        {shown.map((list) => (
          <DayCard key={list.key} list={list} />
        ))}
      </div>
      {clear.length > 0 ? <Clear lists={clear} /> : null}
    </section>
  );
}

function Count({ list }: { list: DayList }) {
  const label = useLabel();
  return (
    <Link to={allOf(list)} className={`card day-count day-${toneOf(list)}`}>
      <span className="day-figure">
        {list.count}
        {list.more ? "+" : ""}
      </span>
      <span className="day-count-name">{label(list.label)}</span>
    </Link>
  );
}

/** Lists with nothing in them, in one quiet line: it is good to know that nobody is called for. */
function Clear({ lists }: { lists: DayList[] }) {
  const t = useT("app");
  const label = useLabel();
  return (
    <p className="day-clear">
      <CheckCircleOutlined aria-hidden="true" />
      <span>{t("all_clear")}</span>
      {lists.map((list) => (
        <Link key={list.key} to={allOf(list)}>
          {label(list.label)} <RightOutlined />
        </Link>
      ))}
    </p>
  );
}
