CREATE TABLE feed_cursor (
  consumer TEXT NOT NULL,
  xid BIGINT NOT NULL,
  "row" BIGINT NOT NULL,
  moved_at TEXT NOT NULL,
  CONSTRAINT pk_feed_cursor PRIMARY KEY (consumer)
);
CREATE TABLE job (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  queue TEXT NOT NULL,
  name TEXT NOT NULL,
  args TEXT NOT NULL,
  state TEXT NOT NULL,
  run_at TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  lease_until TEXT,
  worker TEXT,
  dedupe TEXT,
  error TEXT,
  created_at TEXT NOT NULL,
  done_at TEXT,
  CONSTRAINT uq_job_dedupe UNIQUE (dedupe)
);
CREATE TABLE cron (
  name TEXT NOT NULL,
  every_seconds INTEGER NOT NULL,
  offset_seconds INTEGER NOT NULL,
  queue TEXT NOT NULL,
  args TEXT NOT NULL,
  next_at TEXT NOT NULL,
  CONSTRAINT pk_cron PRIMARY KEY (name)
);
CREATE TABLE idempotency (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  actor TEXT NOT NULL,
  route TEXT NOT NULL,
  "key" TEXT NOT NULL,
  body_hash BLOB NOT NULL,
  answer BLOB NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT uq_idempotency_actor_route_key UNIQUE (actor, route, "key")
);
CREATE TABLE access_policy (
  id INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  claimed TEXT,
  CONSTRAINT pk_access_policy PRIMARY KEY (id)
);
CREATE TABLE department (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  name TEXT NOT NULL,
  parent INTEGER,
  active BOOLEAN NOT NULL,
  CONSTRAINT uq_department_uid UNIQUE (uid),
  CONSTRAINT fk_department_parent FOREIGN KEY(parent) REFERENCES department (id)
);
CREATE TABLE role (
  "key" TEXT NOT NULL,
  document TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  CONSTRAINT pk_role PRIMARY KEY ("key")
);
CREATE TABLE sign_in_attempt (
  bucket TEXT NOT NULL,
  failures INTEGER NOT NULL,
  last TEXT NOT NULL,
  until TEXT NOT NULL,
  CONSTRAINT pk_sign_in_attempt PRIMARY KEY (bucket)
);
CREATE TABLE definition (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  "key" TEXT NOT NULL,
  version INTEGER NOT NULL,
  state TEXT NOT NULL,
  revision INTEGER NOT NULL,
  body TEXT NOT NULL,
  note TEXT NOT NULL,
  actor_key TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  at TEXT NOT NULL,
  CONSTRAINT uq_definition_kind_key_version UNIQUE (kind, "key", version)
);
CREATE TABLE definition_stamp (
  kind TEXT NOT NULL,
  stamp INTEGER NOT NULL,
  CONSTRAINT pk_definition_stamp PRIMARY KEY (kind)
);
CREATE TABLE number_counter (
  scope TEXT NOT NULL,
  prefix TEXT NOT NULL,
  last INTEGER NOT NULL,
  CONSTRAINT pk_number_counter PRIMARY KEY (scope, prefix)
);
CREATE TABLE ledger_entry (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  xid BIGINT DEFAULT 0 NOT NULL,
  uid TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  at TEXT NOT NULL,
  actor_key TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  person INTEGER,
  device TEXT NOT NULL,
  address TEXT NOT NULL,
  client_time TEXT NOT NULL,
  via TEXT NOT NULL,
  reason TEXT NOT NULL,
  body TEXT NOT NULL,
  salt BLOB NOT NULL,
  leaf BLOB NOT NULL,
  CONSTRAINT uq_ledger_entry_uid UNIQUE (uid)
);
CREATE TABLE ledger_leaf (
  position INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  hash BLOB NOT NULL,
  CONSTRAINT pk_ledger_leaf PRIMARY KEY (position),
  CONSTRAINT uq_ledger_leaf_entry UNIQUE (entry)
);
CREATE TABLE ledger_node (
  level INTEGER NOT NULL,
  position INTEGER NOT NULL,
  hash BLOB NOT NULL,
  CONSTRAINT pk_ledger_node PRIMARY KEY (level, position)
)
 WITHOUT ROWID;
CREATE TABLE ledger_checkpoint (
  size INTEGER NOT NULL,
  root BLOB NOT NULL,
  note TEXT NOT NULL,
  at TEXT NOT NULL,
  CONSTRAINT pk_ledger_checkpoint PRIMARY KEY (size)
);
CREATE TABLE ledger_stuck (
  consumer TEXT NOT NULL,
  entry INTEGER NOT NULL,
  error TEXT NOT NULL,
  at TEXT NOT NULL,
  CONSTRAINT pk_ledger_stuck PRIMARY KEY (consumer, entry)
);
CREATE TABLE attachment (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at TEXT NOT NULL,
  CONSTRAINT uq_attachment_uid UNIQUE (uid)
);
CREATE TABLE saved_view (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  form TEXT NOT NULL,
  name TEXT NOT NULL,
  owner TEXT NOT NULL,
  shared BOOLEAN NOT NULL,
  body TEXT NOT NULL,
  made_at TEXT NOT NULL,
  CONSTRAINT uq_saved_view_uid UNIQUE (uid)
);
CREATE TABLE plant_setting (
  id INTEGER NOT NULL,
  body TEXT NOT NULL,
  CONSTRAINT pk_plant_setting PRIMARY KEY (id)
);
CREATE TABLE lot (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  code TEXT NOT NULL,
  skeleton TEXT NOT NULL,
  kind TEXT NOT NULL,
  material INTEGER,
  title TEXT NOT NULL,
  supplier_lot TEXT,
  produced_on DATE,
  expires_on DATE,
  status TEXT NOT NULL,
  first_status TEXT NOT NULL,
  uom TEXT NOT NULL,
  stage TEXT,
  form TEXT NOT NULL,
  record TEXT,
  place_form TEXT,
  place INTEGER,
  place_title TEXT,
  "foreign" BOOLEAN NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT uq_lot_uid UNIQUE (uid),
  CONSTRAINT uq_lot_code UNIQUE (code)
);
CREATE TABLE trace_event (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  event_id TEXT,
  entry INTEGER NOT NULL,
  verb TEXT NOT NULL,
  type TEXT NOT NULL,
  action TEXT,
  event_time TEXT NOT NULL,
  offset_minutes SMALLINT NOT NULL,
  recorded_at TEXT NOT NULL,
  form TEXT,
  record INTEGER,
  record_uid TEXT,
  record_title TEXT,
  place_form TEXT,
  place INTEGER,
  place_title TEXT,
  source_form TEXT,
  source INTEGER,
  source_title TEXT,
  destination_form TEXT,
  destination INTEGER,
  destination_title TEXT,
  step TEXT,
  disposition TEXT,
  status TEXT,
  loss TEXT,
  inputs_total BIGINT,
  inputs_uom TEXT,
  outputs_total BIGINT,
  outputs_uom TEXT,
  corrects INTEGER,
  voided_at TEXT,
  voided_by INTEGER,
  void_entry INTEGER,
  void_reason TEXT,
  transformation TEXT,
  document INTEGER,
  raw TEXT,
  CONSTRAINT uq_trace_event_uid UNIQUE (uid)
);
CREATE TABLE trace_document (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  received_at TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  text TEXT NOT NULL,
  CONSTRAINT uq_trace_document_uid UNIQUE (uid)
);
CREATE TABLE person (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  user TEXT NOT NULL,
  name TEXT NOT NULL,
  lang TEXT NOT NULL,
  department INTEGER,
  password_hash TEXT,
  active BOOLEAN NOT NULL,
  stamp INTEGER NOT NULL,
  CONSTRAINT uq_person_uid UNIQUE (uid),
  CONSTRAINT uq_person_user UNIQUE (user),
  CONSTRAINT fk_person_department FOREIGN KEY(department) REFERENCES department (id)
);
CREATE TABLE attachment_use (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  attachment INTEGER NOT NULL,
  form TEXT NOT NULL,
  record TEXT NOT NULL,
  field TEXT NOT NULL,
  CONSTRAINT uq_attachment_use_attachment_form_record_field UNIQUE (attachment, form, record, field),
  CONSTRAINT fk_attachment_use_attachment FOREIGN KEY(attachment) REFERENCES attachment (id)
);
CREATE TABLE lot_balance (
  lot INTEGER NOT NULL,
  received BIGINT NOT NULL,
  made BIGINT NOT NULL,
  used BIGINT NOT NULL,
  shipped BIGINT NOT NULL,
  lost BIGINT NOT NULL,
  sampled BIGINT NOT NULL,
  on_hand BIGINT NOT NULL,
  packed BIGINT NOT NULL,
  CONSTRAINT pk_lot_balance PRIMARY KEY (lot),
  CONSTRAINT fk_lot_balance_lot FOREIGN KEY(lot) REFERENCES lot (id)
);
CREATE TABLE lot_identifier (
  value TEXT NOT NULL,
  lot INTEGER NOT NULL,
  scheme TEXT NOT NULL,
  CONSTRAINT pk_lot_identifier PRIMARY KEY (value, lot),
  CONSTRAINT fk_lot_identifier_lot FOREIGN KEY(lot) REFERENCES lot (id)
);
CREATE TABLE lot_inside (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  container INTEGER NOT NULL,
  content INTEGER NOT NULL,
  quantity BIGINT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  CONSTRAINT fk_lot_inside_container FOREIGN KEY(container) REFERENCES lot (id),
  CONSTRAINT fk_lot_inside_content FOREIGN KEY(content) REFERENCES lot (id)
);
CREATE TABLE trace_link (
  unit INTEGER NOT NULL,
  side SMALLINT NOT NULL,
  event INTEGER NOT NULL,
  n SMALLINT NOT NULL,
  role TEXT NOT NULL,
  quantity BIGINT,
  given TEXT,
  CONSTRAINT pk_trace_link PRIMARY KEY (unit, side, event, n),
  CONSTRAINT fk_trace_link_unit FOREIGN KEY(unit) REFERENCES lot (id),
  CONSTRAINT fk_trace_link_event FOREIGN KEY(event) REFERENCES trace_event (id)
)
 WITHOUT ROWID;
CREATE TABLE person_role (
  person INTEGER NOT NULL,
  role TEXT NOT NULL,
  CONSTRAINT pk_person_role PRIMARY KEY (person, role),
  CONSTRAINT fk_person_role_person FOREIGN KEY(person) REFERENCES person (id),
  CONSTRAINT fk_person_role_role FOREIGN KEY(role) REFERENCES role ("key")
);
CREATE TABLE session (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  token_hash BLOB NOT NULL,
  person INTEGER NOT NULL,
  created TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  expires TEXT NOT NULL,
  device TEXT NOT NULL,
  address TEXT NOT NULL,
  CONSTRAINT uq_session_uid UNIQUE (uid),
  CONSTRAINT uq_session_token_hash UNIQUE (token_hash),
  CONSTRAINT fk_session_person FOREIGN KEY(person) REFERENCES person (id)
);
CREATE TABLE api_key (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  secret_hash BLOB NOT NULL,
  person INTEGER NOT NULL,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created TEXT NOT NULL,
  expires TEXT,
  last_used TEXT,
  active BOOLEAN NOT NULL,
  CONSTRAINT uq_api_key_uid UNIQUE (uid),
  CONSTRAINT uq_api_key_secret_hash UNIQUE (secret_hash),
  CONSTRAINT fk_api_key_person FOREIGN KEY(person) REFERENCES person (id)
);
CREATE INDEX ix_api_key_person ON api_key (person);
CREATE INDEX ix_attachment_sha256 ON attachment (sha256);
CREATE INDEX ix_attachment_uploaded_at ON attachment (uploaded_at);
CREATE INDEX ix_definition_kind_state ON definition (kind, state);
CREATE INDEX ix_department_parent ON department (parent);
CREATE INDEX ix_idempotency_created_at ON idempotency (created_at);
CREATE INDEX ix_job_ready ON job (queue, run_at, id) WHERE state IN ('ready', 'running');
CREATE INDEX ix_ledger_entry_subject_kind_subject_id_id ON ledger_entry (subject_kind, subject_id, id);
CREATE INDEX ix_lot_identifier_lot ON lot_identifier (lot);
CREATE INDEX ix_lot_inside_container_until ON lot_inside (container, until);
CREATE INDEX ix_lot_inside_content_until ON lot_inside (content, until);
CREATE INDEX ix_lot_material ON lot (material);
CREATE INDEX ix_lot_skeleton ON lot (skeleton);
CREATE INDEX ix_lot_status ON lot (status);
CREATE INDEX ix_lot_supplier_lot ON lot (supplier_lot);
CREATE INDEX ix_lot_title ON lot (title);
CREATE INDEX ix_person_department ON person (department);
CREATE INDEX ix_person_role_role ON person_role (role);
CREATE INDEX ix_saved_view_form ON saved_view (form, owner);
CREATE INDEX ix_session_person ON session (person);
CREATE INDEX ix_sign_in_attempt_last ON sign_in_attempt (last);
CREATE INDEX ix_trace_document_sha256 ON trace_document (sha256);
CREATE INDEX ix_trace_event_event_id ON trace_event (event_id);
CREATE INDEX ix_trace_event_record_uid ON trace_event (record_uid);
CREATE INDEX ix_trace_event_transformation ON trace_event (transformation);
CREATE INDEX ix_trace_link_event_sqlite ON trace_link (event, side, n, unit, quantity);
