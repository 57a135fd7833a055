import { Segmented, Select } from "antd";
import { useT } from "../../kit/index.ts";
import type { Direction } from "../types.ts";
import { AsOf } from "./AsOf.tsx";
import { FindLot } from "./FindLot.tsx";
import type { TraceState } from "./state.ts";

const LEVELS = [1, 2, 3, 4, 5, 6];

/** What is asked: the code, the direction, how far, as known when. */
export function Toolbar({ state }: { state: TraceState }) {
  const t = useT("trace");
  const { ask, place } = state;
  return (
    <div className="trace-bar no-print">
      <FindLot code={ask.code} onTrace={state.trace} />
      <Segmented<Direction>
        aria-label={t("direction")}
        value={ask.direction}
        options={(["back", "both", "forward"] as const).map((value) => ({ value, label: t(value) }))}
        onChange={(direction) => place.setSearch({ direction })}
      />
      <Select
        aria-label={t("depth")}
        className="trace-depth"
        value={ask.depth ?? 0}
        options={[{ value: 0, label: t("depth_all") }, ...LEVELS.map((n) => ({ value: n, label: t("depth_n", { n }) }))]}
        onChange={(depth) => place.setSearch({ depth: depth ? String(depth) : "" })}
      />
      <AsOf ask={ask} onChange={(as_of) => place.setSearch({ as_of })} />
    </div>
  );
}
