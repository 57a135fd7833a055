import { type Place, useIsPhone, usePlace } from "../../kit/index.ts";
import type { Ask } from "../data.ts";
import { type Layer, LAYERS } from "../model/marks.ts";
import type { Direction } from "../types.ts";

export type Face = "graph" | "table" | "timeline";
export type Mode = "lot" | "group" | "wall";

/** What the trace screen shows, all of it in the address: it can be sent to a colleague. */
export type TraceState = {
  place: Place;
  ask: Ask;
  face: Face;
  /** Null where the person has not chosen: the number of lots decides. */
  mode: Mode | null;
  /** Layers switched on; in the address as `layers=qc,people`. */
  layers: Layer[];
  trace: (code: string) => void;
};

const DIRECTIONS: Direction[] = ["back", "both", "forward"];
const FACES: Face[] = ["graph", "table", "timeline"];
const MODES: Mode[] = ["lot", "group", "wall"];

function among<T extends string>(known: T[], text: string | undefined): T | null {
  return known.find((one) => one === text) ?? null;
}

/** Reads the screen's state from the address. */
export function useTraceState(): TraceState {
  const place = usePlace();
  const phone = useIsPhone();
  const { code = "", direction, depth, as_of = "", face, mode, layers = "" } = place.search;
  const levels = Number(depth);
  return {
    place,
    ask: { code, direction: among(DIRECTIONS, direction) ?? "both", depth: Number.isInteger(levels) && levels > 0 ? levels : null, asOf: as_of },
    face: among(FACES, face) ?? (phone ? "table" : "graph"),
    mode: among(MODES, mode),
    layers: LAYERS.filter((layer) => layers.split(",").includes(layer)),
    trace: (wanted) => place.go("/trace", { ...place.search, code: wanted }),
  };
}
