import { FilePdfOutlined, TableOutlined } from "@ant-design/icons";
import { App, Button, Segmented, Select } from "antd";
import { useState } from "react";
import { Problem, ProblemBox, saveMade } from "../../api/index.ts";
import { Nothing, Page, useIsPhone, useLabel, useLang, usePlace, useT, Waiting } from "../../kit/index.ts";
import { type Complete, type DayShare, type MapList, percent, tone, useComplete, useMaps } from "./data.ts";
import { Nodes } from "./Nodes.tsx";
import { Records } from "./Records.tsx";
import "./map.css";

/** `/trace-map?list=&face=map|records`: each required datum and the field that captures it, and what records lack. */
export function MapScreen() {
  const t = useT("trace");
  const maps = useMaps();
  if (maps.error) return <ProblemBox problem={maps.error} onRetry={() => void maps.refetch()} />;
  if (!maps.data) return <Waiting rows={10} />;
  if (maps.data.length === 0) return <Nothing title={t("map_none")} hint={t("map_none_hint")} />;
  return <Maps maps={maps.data} />;
}

function Maps({ maps }: { maps: MapList[] }) {
  const t = useT("trace");
  const label = useLabel();
  const lang = useLang();
  const place = usePlace();
  const chosen = maps.find((one) => one.key === place.search.list) ?? maps[0];
  const real = useComplete<DayShare>(chosen?.key ?? "", "day", lang);
  if (!chosen) return null;
  const face = place.search.face === "records" ? "records" : "map";
  return (
    <Page title={t("map")} actions={<Files list={chosen.key} />}>
      <div className="map-bar no-print">
        <Lists maps={maps} chosen={chosen.key} onChoose={(list) => place.setSearch({ list })} />
        <Segmented
          aria-label={t("face")}
          value={face}
          onChange={(next) => place.setSearch({ face: next })}
          options={[
            { value: "map", label: t("map_face_map") },
            { value: "records", label: t("map_face_records") },
          ]}
        />
      </div>
      <Head map={chosen} real={real.data} />
      <p className="map-note quiet">{label(chosen.note)}</p>
      {real.error ? <ProblemBox problem={real.error} onRetry={() => void real.refetch()} /> : null}
      {real.data?.hidden.length ? <div className="banner">{t("map_hidden", { what: real.data.hidden.join(t("comma")) })}</div> : null}
      {face === "map" ? <Nodes map={chosen} real={real.data?.data ?? {}} /> : <Records real={real.data} list={chosen.key} />}
    </Page>
  );
}

function Lists({ maps, chosen, onChoose }: { maps: MapList[]; chosen: string; onChoose: (key: string) => void }) {
  const t = useT("trace");
  const label = useLabel();
  const options = maps.map((one) => ({ value: one.key, label: label(one.label) }));
  if (useIsPhone()) return <Select aria-label={t("map")} className="map-select" value={chosen} options={options} onChange={onChoose} />;
  return <Segmented aria-label={t("map")} value={chosen} options={options} onChange={onChoose} />;
}

function Head({ map, real }: { map: MapList; real: Complete<DayShare> | undefined }) {
  const t = useT("trace");
  const whole = percent(real);
  return (
    <section className="card map-head">
      <Figure value={String(map.data)} label={t("map_data")} />
      <Figure value={String(map.gaps)} label={t("map_gaps")} tone={map.gaps ? "bad" : "good"} />
      <Figure value={whole === null ? "–" : `${whole}%`} label={t("map_complete")} tone={tone(real)} hint={real ? t("map_filled", real) : ""} />
    </section>
  );
}

function Figure({ value, label, tone: shade = "none", hint }: { value: string; label: string; tone?: string; hint?: string }) {
  return (
    <div className="map-figure">
      <span className={`map-figure-value map-${shade}`}>{value}</span>
      <span className="map-figure-label">
        {label}
        {hint ? <span className="faint"> {hint}</span> : null}
      </span>
    </div>
  );
}

function Files({ list }: { list: string }) {
  const { message } = App.useApp();
  const [making, setMaking] = useState("");
  const save = async (format: string): Promise<void> => {
    setMaking(format);
    try {
      await saveMade("/kdes/map", { list, format });
    } catch (error) {
      void message.error(error instanceof Problem ? error.message : String(error));
    } finally {
      setMaking("");
    }
  };
  return (
    <>
      <Button icon={<TableOutlined />} loading={making === "xlsx"} disabled={making !== ""} onClick={() => void save("xlsx")}>
        Excel
      </Button>
      <Button type="primary" icon={<FilePdfOutlined />} loading={making === "pdf"} disabled={making !== ""} onClick={() => void save("pdf")}>
        PDF
      </Button>
    </>
  );
}
