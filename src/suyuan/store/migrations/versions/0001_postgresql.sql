CREATE TABLE feed_cursor (
  consumer VARCHAR COLLATE "C" NOT NULL,
  xid BIGINT NOT NULL,
  row BIGINT NOT NULL,
  moved_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_feed_cursor PRIMARY KEY (consumer)
);
CREATE TABLE job (
  id BIGSERIAL NOT NULL,
  queue VARCHAR COLLATE "C" NOT NULL,
  name VARCHAR COLLATE "C" NOT NULL,
  args JSONB NOT NULL,
  state VARCHAR COLLATE "C" NOT NULL,
  run_at TIMESTAMP WITH TIME ZONE NOT NULL,
  attempt INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  lease_until TIMESTAMP WITH TIME ZONE,
  worker VARCHAR COLLATE "C",
  dedupe VARCHAR COLLATE "C",
  error VARCHAR COLLATE "C",
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  done_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_job PRIMARY KEY (id),
  CONSTRAINT uq_job_dedupe UNIQUE (dedupe)
);
CREATE TABLE cron (
  name VARCHAR COLLATE "C" NOT NULL,
  every_seconds INTEGER NOT NULL,
  offset_seconds INTEGER NOT NULL,
  queue VARCHAR COLLATE "C" NOT NULL,
  args JSONB NOT NULL,
  next_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_cron PRIMARY KEY (name)
);
CREATE TABLE idempotency (
  id BIGSERIAL NOT NULL,
  actor VARCHAR COLLATE "C" NOT NULL,
  route VARCHAR COLLATE "C" NOT NULL,
  key VARCHAR COLLATE "C" NOT NULL,
  body_hash BYTEA NOT NULL,
  answer BYTEA NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_idempotency PRIMARY KEY (id),
  CONSTRAINT uq_idempotency_actor_route_key UNIQUE (actor, route, key)
);
CREATE TABLE access_policy (
  id BIGINT NOT NULL,
  stamp BIGINT NOT NULL,
  claimed TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_access_policy PRIMARY KEY (id)
);
CREATE TABLE department (
  id BIGSERIAL NOT NULL,
  uid VARCHAR COLLATE "C" NOT NULL,
  name VARCHAR COLLATE "C" NOT NULL,
  parent BIGINT,
  active BOOLEAN NOT NULL,
  CONSTRAINT pk_department PRIMARY KEY (id),
  CONSTRAINT uq_department_uid UNIQUE (uid),
  CONSTRAINT fk_department_parent FOREIGN KEY(parent) REFERENCES department (id)
);
CREATE TABLE role (
  key VARCHAR COLLATE "C" NOT NULL,
  document JSONB NOT NULL,
  active BOOLEAN NOT NULL,
  CONSTRAINT pk_role PRIMARY KEY (key)
);
CREATE TABLE sign_in_attempt (
  bucket VARCHAR COLLATE "C" NOT NULL,
  failures BIGINT NOT NULL,
  last TIMESTAMP WITH TIME ZONE NOT NULL,
  until TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_sign_in_attempt PRIMARY KEY (bucket)
);
CREATE TABLE definition (
  id BIGSERIAL NOT NULL,
  kind VARCHAR COLLATE "C" NOT NULL,
  key VARCHAR COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  state VARCHAR COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL,
  body VARCHAR COLLATE "C" NOT NULL,
  note VARCHAR COLLATE "C" NOT NULL,
  actor_key VARCHAR COLLATE "C" NOT NULL,
  actor_name VARCHAR COLLATE "C" NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_definition PRIMARY KEY (id),
  CONSTRAINT uq_definition_kind_key_version UNIQUE (kind, key, version)
);
CREATE TABLE definition_stamp (
  kind VARCHAR COLLATE "C" NOT NULL,
  stamp BIGINT NOT NULL,
  CONSTRAINT pk_definition_stamp PRIMARY KEY (kind)
);
CREATE TABLE number_counter (
  scope VARCHAR COLLATE "C" NOT NULL,
  prefix VARCHAR COLLATE "C" NOT NULL,
  last BIGINT NOT NULL,
  CONSTRAINT pk_number_counter PRIMARY KEY (scope, prefix)
);
CREATE TABLE ledger_entry (
  id BIGSERIAL NOT NULL,
  xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
  uid VARCHAR COLLATE "C" NOT NULL,
  kind VARCHAR COLLATE "C" NOT NULL,
  subject_kind VARCHAR COLLATE "C" NOT NULL,
  subject_id VARCHAR COLLATE "C" NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  actor_key VARCHAR COLLATE "C" NOT NULL,
  actor_name VARCHAR COLLATE "C" NOT NULL,
  person BIGINT,
  device VARCHAR COLLATE "C" NOT NULL,
  address VARCHAR COLLATE "C" NOT NULL,
  client_time VARCHAR COLLATE "C" NOT NULL,
  via VARCHAR COLLATE "C" NOT NULL,
  reason VARCHAR COLLATE "C" NOT NULL,
  body VARCHAR COLLATE "C" NOT NULL,
  salt BYTEA NOT NULL,
  leaf BYTEA NOT NULL,
  CONSTRAINT pk_ledger_entry PRIMARY KEY (id),
  CONSTRAINT uq_ledger_entry_uid UNIQUE (uid)
);
CREATE TABLE ledger_leaf (
  position BIGINT NOT NULL,
  entry BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  CONSTRAINT pk_ledger_leaf PRIMARY KEY (position),
  CONSTRAINT uq_ledger_leaf_entry UNIQUE (entry)
);
CREATE TABLE ledger_node (
  level BIGINT NOT NULL,
  position BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  CONSTRAINT pk_ledger_node PRIMARY KEY (level, position)
);
CREATE TABLE ledger_checkpoint (
  size BIGINT NOT NULL,
  root BYTEA NOT NULL,
  note VARCHAR COLLATE "C" NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_ledger_checkpoint PRIMARY KEY (size)
);
CREATE TABLE ledger_stuck (
  consumer VARCHAR COLLATE "C" NOT NULL,
  entry BIGINT NOT NULL,
  error VARCHAR COLLATE "C" NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_ledger_stuck PRIMARY KEY (consumer, entry)
);
CREATE TABLE attachment (
  id BIGSERIAL NOT NULL,
  uid VARCHAR COLLATE "C" NOT NULL,
  sha256 VARCHAR COLLATE "C" NOT NULL,
  size BIGINT NOT NULL,
  name VARCHAR COLLATE "C" NOT NULL,
  type VARCHAR COLLATE "C" NOT NULL,
  uploaded_by VARCHAR COLLATE "C" NOT NULL,
  uploaded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_attachment PRIMARY KEY (id),
  CONSTRAINT uq_attachment_uid UNIQUE (uid)
);
CREATE TABLE saved_view (
  id BIGSERIAL NOT NULL,
  uid VARCHAR COLLATE "C" NOT NULL,
  form VARCHAR COLLATE "C" NOT NULL,
  name VARCHAR COLLATE "C" NOT NULL,
  owner VARCHAR COLLATE "C" NOT NULL,
  shared BOOLEAN NOT NULL,
  body JSONB NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_saved_view PRIMARY KEY (id),
  CONSTRAINT uq_saved_view_uid UNIQUE (uid)
);
CREATE TABLE plant_setting (
  id BIGINT NOT NULL,
  body JSONB NOT NULL,
  CONSTRAINT pk_plant_setting PRIMARY KEY (id)
);
CREATE TABLE lot (
  id BIGSERIAL NOT NULL,
  uid VARCHAR COLLATE "C" NOT NULL,
  code VARCHAR COLLATE "C" NOT NULL,
  skeleton VARCHAR COLLATE "C" NOT NULL,
  kind VARCHAR COLLATE "C" NOT NULL,
  material BIGINT,
  title VARCHAR COLLATE "C" NOT NULL,
  supplier_lot VARCHAR COLLATE "C",
  produced_on DATE,
  expires_on DATE,
  status VARCHAR COLLATE "C" NOT NULL,
  first_status VARCHAR COLLATE "C" NOT NULL,
  uom VARCHAR COLLATE "C" NOT NULL,
  stage VARCHAR COLLATE "C",
  form VARCHAR COLLATE "C" NOT NULL,
  record VARCHAR COLLATE "C",
  place_form VARCHAR COLLATE "C",
  place BIGINT,
  place_title VARCHAR COLLATE "C",
  "foreign" BOOLEAN NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_lot PRIMARY KEY (id),
  CONSTRAINT uq_lot_uid UNIQUE (uid),
  CONSTRAINT uq_lot_code UNIQUE (code)
);
CREATE TABLE trace_event (
  id BIGSERIAL NOT NULL,
  uid VARCHAR COLLATE "C" NOT NULL,
  event_id VARCHAR COLLATE "C",
  entry BIGINT NOT NULL,
  verb VARCHAR COLLATE "C" NOT NULL,
  type VARCHAR COLLATE "C" NOT NULL,
  action VARCHAR COLLATE "C",
  event_time TIMESTAMP WITH TIME ZONE NOT NULL,
  offset_minutes SMALLINT NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  form VARCHAR COLLATE "C",
  record BIGINT,
  record_uid VARCHAR COLLATE "C",
  record_title VARCHAR COLLATE "C",
  place_form VARCHAR COLLATE "C",
  place BIGINT,
  place_title VARCHAR COLLATE "C",
  source_form VARCHAR COLLATE "C",
  source BIGINT,
  source_title VARCHAR COLLATE "C",
  destination_form VARCHAR COLLATE "C",
  destination BIGINT,
  destination_title VARCHAR COLLATE "C",
  step VARCHAR COLLATE "C",
  disposition VARCHAR COLLATE "C",
  status VARCHAR COLLATE "C",
  loss VARCHAR COLLATE "C",
  inputs_total NUMERIC(18, 6),
  inputs_uom VARCHAR COLLATE "C",
  outputs_total NUMERIC(18, 6),
  outputs_uom VARCHAR COLLATE "C",
  corrects BIGINT,
  voided_at TIMESTAMP WITH TIME ZONE,
  voided_by BIGINT,
  void_entry BIGINT,
  void_reason VARCHAR COLLATE "C",
  transformation VARCHAR COLLATE "C",
  document BIGINT,
  raw VARCHAR COLLATE "C",
  CONSTRAINT pk_trace_event PRIMARY KEY (id),
  CONSTRAINT uq_trace_event_uid UNIQUE (uid)
);
CREATE TABLE trace_document (
  id BIGSERIAL NOT NULL,
  uid VARCHAR COLLATE "C" NOT NULL,
  received_at TIMESTAMP WITH TIME ZONE NOT NULL,
  sha256 VARCHAR COLLATE "C" NOT NULL,
  text VARCHAR COLLATE "C" NOT NULL,
  CONSTRAINT pk_trace_document PRIMARY KEY (id),
  CONSTRAINT uq_trace_document_uid UNIQUE (uid)
);
CREATE TABLE person (
  id BIGSERIAL NOT NULL,
  uid VARCHAR COLLATE "C" NOT NULL,
  "user" VARCHAR COLLATE "C" NOT NULL,
  name VARCHAR COLLATE "C" NOT NULL,
  lang VARCHAR COLLATE "C" NOT NULL,
  department BIGINT,
  password_hash VARCHAR COLLATE "C",
  active BOOLEAN NOT NULL,
  stamp BIGINT NOT NULL,
  CONSTRAINT pk_person PRIMARY KEY (id),
  CONSTRAINT uq_person_uid UNIQUE (uid),
  CONSTRAINT uq_person_user UNIQUE ("user"),
  CONSTRAINT fk_person_department FOREIGN KEY(department) REFERENCES department (id)
);
CREATE TABLE attachment_use (
  id BIGSERIAL NOT NULL,
  attachment BIGINT NOT NULL,
  form VARCHAR COLLATE "C" NOT NULL,
  record VARCHAR COLLATE "C" NOT NULL,
  field VARCHAR COLLATE "C" NOT NULL,
  CONSTRAINT pk_attachment_use PRIMARY KEY (id),
  CONSTRAINT uq_attachment_use_attachment_form_record_field UNIQUE (attachment, form, record, field),
  CONSTRAINT fk_attachment_use_attachment FOREIGN KEY(attachment) REFERENCES attachment (id)
);
CREATE TABLE lot_balance (
  lot BIGINT NOT NULL,
  received NUMERIC(18, 6) NOT NULL,
  made NUMERIC(18, 6) NOT NULL,
  used NUMERIC(18, 6) NOT NULL,
  shipped NUMERIC(18, 6) NOT NULL,
  lost NUMERIC(18, 6) NOT NULL,
  sampled NUMERIC(18, 6) NOT NULL,
  on_hand NUMERIC(18, 6) NOT NULL,
  packed NUMERIC(18, 6) NOT NULL,
  CONSTRAINT pk_lot_balance PRIMARY KEY (lot),
  CONSTRAINT fk_lot_balance_lot FOREIGN KEY(lot) REFERENCES lot (id)
);
CREATE TABLE lot_identifier (
  value VARCHAR COLLATE "C" NOT NULL,
  lot BIGINT NOT NULL,
  scheme VARCHAR COLLATE "C" NOT NULL,
  CONSTRAINT pk_lot_identifier PRIMARY KEY (value, lot),
  CONSTRAINT fk_lot_identifier_lot FOREIGN KEY(lot) REFERENCES lot (id)
);
CREATE TABLE lot_inside (
  id BIGSERIAL NOT NULL,
  container BIGINT NOT NULL,
  content BIGINT NOT NULL,
  quantity NUMERIC(18, 6) NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT,
  CONSTRAINT pk_lot_inside PRIMARY KEY (id),
  CONSTRAINT fk_lot_inside_container FOREIGN KEY(container) REFERENCES lot (id),
  CONSTRAINT fk_lot_inside_content FOREIGN KEY(content) REFERENCES lot (id)
);
CREATE TABLE trace_link (
  unit BIGINT NOT NULL,
  side SMALLINT NOT NULL,
  event BIGINT NOT NULL,
  n SMALLINT NOT NULL,
  role VARCHAR COLLATE "C" NOT NULL,
  quantity NUMERIC(18, 6),
  given VARCHAR COLLATE "C",
  CONSTRAINT pk_trace_link PRIMARY KEY (unit, side, event, n),
  CONSTRAINT fk_trace_link_unit FOREIGN KEY(unit) REFERENCES lot (id),
  CONSTRAINT fk_trace_link_event FOREIGN KEY(event) REFERENCES trace_event (id)
);
CREATE TABLE person_role (
  person BIGINT NOT NULL,
  role VARCHAR COLLATE "C" NOT NULL,
  CONSTRAINT pk_person_role PRIMARY KEY (person, role),
  CONSTRAINT fk_person_role_person FOREIGN KEY(person) REFERENCES person (id),
  CONSTRAINT fk_person_role_role FOREIGN KEY(role) REFERENCES role (key)
);
CREATE TABLE session (
  id BIGSERIAL NOT NULL,
  uid VARCHAR COLLATE "C" NOT NULL,
  token_hash BYTEA NOT NULL,
  person BIGINT NOT NULL,
  created TIMESTAMP WITH TIME ZONE NOT NULL,
  last_seen TIMESTAMP WITH TIME ZONE NOT NULL,
  expires TIMESTAMP WITH TIME ZONE NOT NULL,
  device VARCHAR COLLATE "C" NOT NULL,
  address VARCHAR COLLATE "C" NOT NULL,
  CONSTRAINT pk_session PRIMARY KEY (id),
  CONSTRAINT uq_session_uid UNIQUE (uid),
  CONSTRAINT uq_session_token_hash UNIQUE (token_hash),
  CONSTRAINT fk_session_person FOREIGN KEY(person) REFERENCES person (id)
);
CREATE TABLE api_key (
  id BIGSERIAL NOT NULL,
  uid VARCHAR COLLATE "C" NOT NULL,
  secret_hash BYTEA NOT NULL,
  person BIGINT NOT NULL,
  name VARCHAR COLLATE "C" NOT NULL,
  scopes JSONB NOT NULL,
  created TIMESTAMP WITH TIME ZONE NOT NULL,
  expires TIMESTAMP WITH TIME ZONE,
  last_used TIMESTAMP WITH TIME ZONE,
  active BOOLEAN NOT NULL,
  CONSTRAINT pk_api_key PRIMARY KEY (id),
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
CREATE INDEX ix_ledger_entry_feed ON ledger_entry (xid, id);
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
CREATE INDEX ix_trace_link_event ON trace_link (event, side, unit) INCLUDE (n, quantity);
CREATE INDEX ix_trace_link_unit ON trace_link (unit, side, event) INCLUDE (n, quantity);
