import { Popover } from "antd";
import { Link } from "@tanstack/react-router";
import { useLabel, useT } from "../../kit/index.ts";
import { percent, tone, useLotComplete } from "./data.ts";
import { Mend } from "./Records.tsx";
import "./map.css";

/** How complete the records of a lot are; what they lack behind it. */
export function LotBadge({ code }: { code: string }) {
  const t = useT("trace");
  const label = useLabel();
  const found = useLotComplete(code);
  const filled = percent(found.data);
  if (!found.data || filled === null) return null;
  const content = (
    <div className="map-pop">
      <p>{t("map_lot_of", { list: label(found.data.label), wanted: found.data.wanted, filled: found.data.filled })}</p>
      {found.data.mend.length ? <Mend items={found.data.mend.slice(0, 8)} /> : <p className="quiet">{t("map_lot_full")}</p>}
      <Link to="/trace-map">{t("map_open")}</Link>
    </div>
  );
  return (
    <Popover content={content} trigger="click" placement="bottomLeft">
      <button type="button" className={`map-badge map-badge-${tone(found.data)}`}>
        {t("map_lot")} {filled}%
      </button>
    </Popover>
  );
}
