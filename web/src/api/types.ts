import type { Label, Stage } from "../kit/index.ts";

/** Verbs of a form a person may have. */
export type FormVerb = "read" | "submit" | "amend" | "void" | "transition" | "import" | "export";
export type Ability = "admin" | "design" | "trace" | "capture" | "audit";

export type Me = {
  /** Null for the product itself. */
  person: { id: string; name: string; user: string; lang: "zh" | "en" | "" } | null;
  roles: { key: string; label: Label | null }[];
  abilities: Ability[];
  apps: AppInfo[];
  /** `ready`: setting up is over. */
  plant: { name: Label | string; zone?: string; ready?: boolean };
};

export type AppInfo = { key: string; label: Label; icon: string; forms: FormEntry[] };
export type FormEntry = { key: string; label: Label; icon: string; stage: Stage | null; hidden?: boolean; may: FormVerb[] };

export type Choice = { key: string; label: Label; color?: string | null };

/** One field of a form's document; a field type's own options stand beside the common ones. */
export type FieldDef = {
  key: string;
  type: string;
  label: Label;
  hint?: Label | null;
  required?: boolean;
  required_when?: string | null;
  visible_when?: string | null;
  readonly?: boolean;
  readonly_when?: string | null;
  value?: string | null;
  default?: string | null;
  unique?: boolean;
  scan?: boolean;
  width?: number;
  retired?: boolean;
  /** choice, multi */
  options?: Choice[];
  /** list */
  fields?: FieldDef[];
  /** link: the form it leads to */
  to?: string;
  /** lookup: `lot.material` */
  from?: string;
  /** number, money, quantity */
  decimals?: number;
  min?: string | number | null;
  max?: string | number | null;
  [option: string]: unknown;
};

export type TraceMapping = { verb: string; [part: string]: unknown };

/** What happens to fields while a condition holds; a path is `field` or `list.field`, then it is judged row by row. */
export type LinkageRule = {
  name?: Label;
  on?: boolean;
  when: string;
  show?: string[];
  hide?: string[];
  require?: string[];
  lock?: string[];
  set?: Record<string, string>;
  filter?: Record<string, string>;
};

/** A titled part of a form; one with `tab` begins a tab. */
export type SectionDef = { label: Label; fields: string[]; tab?: boolean; visible_when?: string | null; hint?: Label | null; collapsed?: boolean };

/** A form's document, its fields in order. */
export type FormDef = {
  key: string;
  label: Label;
  app: string;
  icon?: string;
  stage?: Stage | null;
  hint?: Label | null;
  title?: string;
  sort?: string;
  fields: FieldDef[];
  sections: SectionDef[];
  linkage?: LinkageRule[];
  views: ({ key: string; label: Label } & Partial<ViewLook>)[];
  trace: TraceMapping[];
  guards: { refuse: string; say: Label; at?: string; warn?: boolean }[];
  /** What usually follows a record: another form, opened with some of its fields filled from ours. */
  then: NextForm[];
};

export type NextForm = { form: string; label?: Label | null; fill?: Record<string, string> };

/** A form as the person sees it: `readable` and `writable` are `"*"` or field keys. */
export type FormInfo = {
  key: string;
  version: number;
  state: string;
  revision: number;
  definition: FormDef;
  may: FormVerb[];
  readable: "*" | string[];
  writable: "*" | string[];
};

export type LinkValue = { id: string; title: string };
export type QuantityValue = { value: string; uom: string };
export type FileValue = { id: string; name?: string; type?: string; size?: number; sha256?: string; /** Of a signature: who signed. */ signer?: string; at?: string };
export type Row = { id?: string; [field: string]: unknown };

/** One record, its values by field key. */
export type RecordData = {
  id: string;
  form: string;
  version: number;
  revision: number;
  state: "submitted" | "voided" | string;
  title: string;
  created_at: string;
  created_by: LinkValue | null;
  updated_at: string;
  fields: Record<string, unknown>;
};

export type Paged<T> = { items: T[]; next: string | null };

export type Change = { path: string; label: Label | string; old: unknown; new: unknown };
/** One trace event as a ledger entry tells it. */
export type TraceFact = {
  verb: string;
  time: string;
  links: { lot: string; role: string; quantity: QuantityValue | null }[];
  where?: { form: string; id: number; title: string } | null;
  source?: { form: string; id: number; title: string } | null;
  destination?: { form: string; id: number; title: string } | null;
  status?: string | null;
};

/** One ledger entry about a record; `id` is the entry's, for its proof. */
export type TimelineItem = {
  id: string;
  at: string;
  /** `id` is null for the product itself. */
  by: { id: string | null; title: string } | null;
  kind: string;
  verb: string;
  reason: string;
  device: string;
  /** The door it came through: screen, api, import, update, link. */
  via: string;
  changes: Change[];
  trace: TraceFact[];
  sealed: boolean;
};

export type FaceKind = "table" | "kanban" | "calendar" | "gallery";

/** What a view of a list shows: its condition, order, columns with widths, and its face with the fields that needs. */
export type ViewLook = {
  where: string | null;
  sort: string | null;
  fields: string[];
  widths: Record<string, number>;
  face: FaceKind;
  by: string | null;
  date: string | null;
  until: string | null;
  picture: string | null;
};

/** `may`: the reader may change it; `barred`: it goes by fields that the reader may not see, or that are gone. */
export type SavedView = ViewLook & { id: string; name: string; shared: boolean; own: boolean; may: boolean; barred: boolean };
export type SavedViews = { items: SavedView[]; chosen: string };

export type Balance = {
  received: string;
  made: string;
  used: string;
  shipped: string;
  on_hand: string;
  lost: string;
  sampled: string;
  unexplained: string;
  packed?: string;
  uom: string;
};

export type Lot = {
  id: string;
  code: string;
  kind: "lot" | "item" | "logistic";
  material: LinkValue | null;
  /** The material's name. */
  title: string;
  supplier_lot: string | null;
  produced_on: string | null;
  expires_on: string | null;
  status: string;
  uom: string | null;
  stage: Stage | null;
  on_hand: string;
  form?: string | null;
  record?: string | null;
  balance?: Balance;
};
