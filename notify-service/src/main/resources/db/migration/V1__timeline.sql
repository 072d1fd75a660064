-- What notify knows: a copy of the events people look at, and everything it did with them.

create table processed_event (
  event_id text primary key,
  topic text not null,
  processed_at timestamptz not null
);

-- The only place outside DICOM objects and the sealed topic where an identity stands.
create table patient (
  patient_key text primary key,
  issuer text not null,
  patient_id text not null,
  name text,
  birth_date date,
  sex text,
  linked_at timestamptz not null
);
create index patient_by_id on patient (patient_id);

create table study_ready (
  study_uid text not null,
  revision int not null,
  patient_key text not null,
  study_date date,
  ready_at timestamptz not null,
  incomplete boolean not null,
  event jsonb not null,
  primary key (study_uid, revision)
);
create index study_ready_by_patient on study_ready (patient_key);

create table study_measured (
  id bigint generated always as identity primary key,
  study_uid text not null,
  revision int not null,
  algorithm_version text not null,
  patient_key text not null,
  study_date date,
  outcome text not null,
  measured_at timestamptz not null,
  event jsonb not null,
  unique (study_uid, revision, algorithm_version)
);
create index study_measured_by_patient on study_measured (patient_key);

-- One picture per lesion of a measured revision; pages name it by this number only.
create table picture (
  id bigint generated always as identity primary key,
  measured_id bigint not null references study_measured (id),
  lesion_index int not null,
  sha256 text not null,
  bytes bigint not null,
  unique (measured_id, lesion_index)
);

create table assessment (
  assessment_id text primary key,
  patient_key text not null,
  rule_id text not null,
  supersedes text,
  computed_at timestamptz not null,
  event jsonb not null
);
create index assessment_by_patient on assessment (patient_key);
create index assessment_by_superseded on assessment (supersedes);

create table alert_version (
  alert_key text not null,
  version int not null,
  patient_key text not null,
  state text not null,
  severity text not null,
  notifies boolean not null,
  received_at timestamptz not null,
  event jsonb not null,
  primary key (alert_key, version)
);

-- The current version, and what became of it here: acknowledged, escalated, run out.
create table alert (
  alert_key text primary key,
  version int not null,
  patient_key text not null,
  study_uid text,
  state text not null,
  severity text not null,
  category text not null,
  kind text not null,
  raised_at timestamptz not null,
  expires_at timestamptz,
  event jsonb not null,
  notified_version int,
  notified_at timestamptz,
  escalated_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  choice text,
  ran_out_at timestamptz
);
create index alert_by_patient on alert (patient_key);

create table acknowledgement (
  id bigint generated always as identity primary key,
  alert_key text not null,
  version int not null,
  choice text not null,
  reason text,
  acknowledged_by text not null,
  acknowledged_at timestamptz not null
);

-- The outbox: a row first, then attempts. One row per alert version, recipient and purpose, for ever.
create table delivery (
  id bigint generated always as identity primary key,
  alert_key text not null,
  version int not null,
  patient_key text not null,
  study_uid text,
  recipient_id text not null,
  recipient_role text not null,
  channel text not null,
  purpose text not null,
  address text not null,
  locale text not null,
  state text not null,
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  created_at timestamptz not null,
  settled_at timestamptz,
  subject text,
  body text,
  message_id text,
  last_error text,
  unique (alert_key, version, recipient_id, purpose, channel)
);
create index delivery_due on delivery (next_attempt_at) where state in ('PENDING', 'SENDING');
create index delivery_by_patient on delivery (patient_key);

create table delivery_attempt (
  delivery_id bigint not null references delivery (id),
  attempt int not null,
  at timestamptz not null,
  outcome text not null,
  error text,
  primary key (delivery_id, attempt)
);

-- Each row carries the hash of the one before: a removed or changed row breaks the chain.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  object_type text not null,
  object text not null,
  detail text not null,
  previous_hash text not null,
  hash text not null
);

create table app_user (
  user_name text primary key,
  display_name text not null,
  password_hash text not null,
  role text not null,
  locale text
);
