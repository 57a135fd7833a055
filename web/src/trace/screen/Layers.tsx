import { useT } from "../../kit/index.ts";
import { LAYERS, type Layer } from "../model/marks.ts";
import type { TraceState } from "./state.ts";
import "../beside/beside.css";

/** Which evidence is shown; kept in the address. */
export function Layers({ state }: { state: TraceState }) {
  const t = useT("trace");
  const toggle = (layer: Layer): void => {
    const next = state.layers.includes(layer) ? state.layers.filter((one) => one !== layer) : [...state.layers, layer];
    state.place.setSearch({ layers: next.join(",") });
  };
  return (
    <div className="layer-acts" role="group" aria-label={t("layers")}>
      {LAYERS.map((layer) => (
        <button key={layer} type="button" aria-pressed={state.layers.includes(layer)} onClick={() => toggle(layer)}>
          {t(`layer.${layer}`)}
        </button>
      ))}
    </div>
  );
}
