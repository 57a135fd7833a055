import type { Balance, LinkValue, Lot } from "../api/index.ts";
import type { Stage } from "../kit/index.ts";

/** What `GET /trace` answers about one unit; a barred one is only `{id, hidden: true}`. */
export type Unit = {
  id: string;
  hidden?: false;
  code: string;
  kind: "lot" | "item" | "logistic";
  /** The material's name. */
  title: string;
  supplier_lot: string | null;
  produced_on: string | null;
  expires_on: string | null;
  status: string;
  uom: string;
  stage: Stage | null;
  /** The form whose record made it. */
  form: string;
  /** Generations from the start: below zero back, above zero forward. */
  level: number;
  /** All that was ever made or received of it, in `uom`. */
  quantity: string | null;
  /** Forward: how much of the start went into it, in the start's uom; back: how much of it went into the start, in its own. */
  amount: string | null;
  /** Forward: the part of it that is the start; back: the part of the start that is it; 0 to 1. */
  share: string | null;
};
export type BarredUnit = { id: string; hidden: true };

export type TraceEvent = {
  id: string;
  verb: string;
  type: string;
  action: string | null;
  time: string;
  /** Minutes of the local zone. */
  offset: number;
  recorded_at: string;
  form: string | null;
  /** Public id of the record of `form`. */
  record: string | null;
  record_title: string | null;
  place: string | null;
  source: string | null;
  destination: string | null;
  step: string | null;
  disposition: string | null;
  status: string | null;
  event_id: string | null;
  corrects: string | null;
  voided_at: string | null;
  /** Who recorded it. */
  by?: LinkValue | string | null;
};

export type Role = "input" | "output" | "parent" | "child" | "object";
export type TraceLink = { event: string; unit: string; role: Role; quantity: string | null };

/** The answer of `GET /trace`; `units` come level by level, the start first. */
export type Genealogy = {
  unit: Unit;
  direction: "back" | "forward" | "both";
  units: (Unit | BarredUnit)[];
  events: TraceEvent[];
  links: TraceLink[];
  hidden: number;
};

/** `GET /lots/wall`: every lot in equally long columns, newest first; `hidden` counts those beyond the limit. */
export type Wall = { code: string[]; stage: (Stage | null)[]; status: string[]; day: string[]; hidden: number };

/** What lies in a container; `container` is the code of the one it is in directly. */
export type Inside = { code: string; title: string; quantity: string | null; uom: string; container: string | null };

/** An event as a lot's own list tells it: voided ones too. */
export type LotEvent = Pick<
  TraceEvent,
  "id" | "verb" | "time" | "recorded_at" | "form" | "record" | "record_title" | "place" | "source" | "destination" | "step" | "status" | "voided_at"
> & { role: Role; quantity: string | null; /** The figure of the balance it counts in. */ part?: string | null };

/** `GET /lots/one`; `GET /lots` answers the same without what follows `on_hand`. */
export type LotFacts = Omit<Lot, "balance"> & {
  place?: string | null;
  /** Null for a container. */
  balance?: Balance | null;
  contents?: Inside[];
  /** The newest, at most 200. */
  events?: LotEvent[];
  /** Containers it is in, and its other names; shown where the server tells them. */
  inside?: Inside[];
  identifiers?: { scheme: string; value: string }[];
};

export type Direction = Genealogy["direction"];
