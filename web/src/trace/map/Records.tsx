import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import type { CSSProperties } from "react";
import { LotLink, LotTag, Nothing, Tag, useLabel, useLang, usePlace, useT, Waiting } from "../../kit/index.ts";
import { type Complete, type DayShare, type Lacking, type LotShare, mendPath, percent, tone, useComplete } from "./data.ts";

const SHOWN = 3;

/** What the records of the days lack: by day, what to mend first, by lot. */
export function Records({ real, list }: { real: Complete<DayShare> | undefined; list: string }) {
  const t = useT("trace");
  if (!real) return <Waiting rows={8} />;
  return (
    <div className="map-records">
      <section className="card map-card">
        <h2>{t("map_days")}</h2>
        <Days days={real.items} />
      </section>
      <section className="card map-card">
        <h2>
          {real.mend.length ? t("map_mend", { n: real.mend.length }) : t("map_mend_none")}
          {real.mend_all ? <span className="faint map-aside">{t("map_mend_of", { n: real.mend_all })}</span> : null}
        </h2>
        <Mend items={real.mend} />
      </section>
      <section className="card map-card">
        <h2>{t("map_lots")}</h2>
        <Lots list={list} />
      </section>
    </div>
  );
}

function Days({ days }: { days: DayShare[] }) {
  const t = useT("trace");
  return (
    <ol className="map-days">
      {days.map((day) => {
        const filled = percent(day) ?? 0;
        const told = `${day.day} · ${filled}% · ${t("map_filled", day)} · ${t("map_records", { n: day.records })}`;
        return (
          <li key={day.day} title={told} aria-label={told}>
            <span className={`map-day map-fill-${tone(day)}`} style={{ "--share": `${filled}%` } as CSSProperties} />
            <span className="map-day-value">{filled}</span>
            <span className="map-day-name faint">{day.day.slice(5)}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** Records that lack something, each leading to where it is mended. */
export function Mend({ items }: { items: Lacking[] }) {
  const t = useT("trace");
  const label = useLabel();
  const lang = useLang();
  const place = usePlace();
  return (
    <ul className="map-mend">
      {items.map((one) => (
        <li key={`${one.form} ${one.id ?? one.title}`}>
          <span className="map-mend-what">
            <Link to={one.id ? `/f/${one.form}/${one.id}` : `/lot?code=${encodeURIComponent(one.title)}`}>{one.title}</Link>
            <span className="faint"> {label(one.form_label)}</span> {one.id ? null : <Tag tone="red">{t("map_unmade")}</Tag>}
            <span className="quiet map-mend-lacks">
              {t("map_lacks")} {lacks(one, lang, t("comma"))}
              {one.missing.length > SHOWN ? ` ${t("map_more", { n: one.missing.length - SHOWN })}` : ""}
            </span>
          </span>
          <Button size="small" className="map-mend-go" type={one.may ? "primary" : "default"} ghost={one.may} onClick={() => place.go(mendPath(one).split("?")[0] ?? "", Object.fromEntries(new URLSearchParams(mendPath(one).split("?")[1] ?? "")))}>
            {t(one.may ? "map_mend_go" : "map_mend_see")}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function lacks(one: Lacking, lang: "zh" | "en", comma: string): string {
  return one.missing
    .slice(0, SHOWN)
    .map((missing) => missing.label[lang] || missing.label.zh || missing.label.en)
    .join(comma);
}

function Lots({ list }: { list: string }) {
  const t = useT("trace");
  const lang = useLang();
  const lots = useComplete<LotShare>(list, "lot", lang);
  if (!lots.data) return <Waiting rows={6} />;
  const worst = lots.data.items.filter((lot) => lot.filled < lot.wanted).slice(0, 20);
  if (worst.length === 0) return <Nothing title={t("map_mend_none")} />;
  return (
    <ul className="map-lots">
      {worst.map((lot) => (
        <li key={lot.code}>
          <LotLink code={lot.code} />
          <LotTag status={lot.status} />
          <span className="quiet cut">{lot.title}</span>
          <span className="faint">
            {lot.filled} / {lot.wanted}
          </span>
          <span className={`map-datum-share map-${tone(lot)}`}>{percent(lot)}%</span>
        </li>
      ))}
    </ul>
  );
}
