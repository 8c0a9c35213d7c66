-- Read by SQLite and PostgreSQL alike. Ids are made from what they stand for, so that the same run
-- gets the same rows wherever it is imported. Times are ISO 8601 in UTC, lists are JSON arrays.

-- How a model was asked.
CREATE TABLE model_configs (
  id             TEXT PRIMARY KEY,
  model          TEXT NOT NULL,     -- provider:model, or extractive
  provider       TEXT NOT NULL,
  name           TEXT NOT NULL,     -- as the provider knows it
  base_url       TEXT,
  seed           TEXT,
  tokenizer      TEXT,
  context_tokens TEXT,
  reply_tokens   TEXT,
  batch_size     TEXT
);

CREATE TABLE conversations (
  id            TEXT PRIMARY KEY,   -- 12 digits of data_sha256/sample
  data_sha256   TEXT NOT NULL,
  sample        TEXT NOT NULL,
  data_file     TEXT,               -- this and what follows: null until the data set was at hand
  speaker_a     TEXT,
  speaker_b     TEXT,
  sessions      INTEGER,
  turns         INTEGER,
  questions     INTEGER,
  first_session TEXT,
  last_session  TEXT
);
CREATE INDEX conversations_data ON conversations (data_sha256);

CREATE TABLE qa_annotations (
  id              TEXT PRIMARY KEY, -- 12 digits of data_sha256/question_id
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  question_id     TEXT NOT NULL,    -- conv-26/37
  category        TEXT,
  question        TEXT,
  answer          TEXT,             -- null: the conversation does not answer it
  lure            TEXT,             -- the wrong answer an adversarial question tempts to
  evidence        TEXT
);
CREATE INDEX qa_annotations_conversation ON qa_annotations (conversation_id);
CREATE INDEX qa_annotations_category ON qa_annotations (category);

CREATE TABLE runs (
  id              TEXT PRIMARY KEY, -- of settings and first start: a copy of a folder is the same run
  name            TEXT NOT NULL,
  folder          TEXT NOT NULL,
  task            TEXT NOT NULL,    -- the verb
  fingerprint     TEXT NOT NULL,
  status          TEXT NOT NULL,    -- complete, interrupted, stopped, running (or killed)
  started         TEXT NOT NULL,
  updated         TEXT NOT NULL,
  starts          INTEGER NOT NULL,
  program         TEXT,
  command         TEXT NOT NULL,
  data_sha256     TEXT,
  model_config_id TEXT REFERENCES model_configs (id),
  protocol        TEXT,
  context         TEXT,
  retriever       TEXT,
  rag_mode        TEXT,
  top_k           INTEGER,
  shard           TEXT,
  answers         BIGINT,
  cached          BIGINT,
  input_tokens    BIGINT,
  output_tokens   BIGINT,
  cost_usd        DOUBLE PRECISION,
  report          TEXT,
  content_sha256  TEXT NOT NULL
);
CREATE INDEX runs_task ON runs (task);
CREATE INDEX runs_model ON runs (model_config_id);

-- Every setting that can change a result.
CREATE TABLE run_settings (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  name   TEXT NOT NULL,
  value  TEXT NOT NULL,
  PRIMARY KEY (run_id, name)
);
CREATE INDEX run_settings_name ON run_settings (name, value);

-- What came of each question, turn or summary (form free), and of each further call.
CREATE TABLE answers (
  run_id           TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  item             TEXT NOT NULL,   -- question id, turn, conversation/speaker, or step
  form             TEXT NOT NULL,
  qa_annotation_id TEXT REFERENCES qa_annotations (id),
  outcome          TEXT NOT NULL,
  reason           TEXT,
  answer           TEXT,
  context          TEXT,
  cached           BOOLEAN,
  input_tokens     INTEGER,
  output_tokens    INTEGER,
  latency_ms       BIGINT,
  cost_usd         DOUBLE PRECISION, -- at list prices, as if nothing had been cached
  provider_model   TEXT,
  PRIMARY KEY (run_id, item, form)
);
CREATE INDEX answers_annotation ON answers (qa_annotation_id);

-- One row a question, turn or summary and metric: a value, or why there is none.
CREATE TABLE evaluation_results (
  run_id           TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  item             TEXT NOT NULL,
  metric           TEXT NOT NULL,
  qa_annotation_id TEXT REFERENCES qa_annotations (id),
  conversation_id  TEXT REFERENCES conversations (id),
  value            DOUBLE PRECISION,
  unscored         TEXT,
  why              TEXT,
  PRIMARY KEY (run_id, item, metric),
  CHECK ((value IS NULL) <> (unscored IS NULL))
);
CREATE INDEX evaluation_results_metric ON evaluation_results (metric);
CREATE INDEX evaluation_results_annotation ON evaluation_results (qa_annotation_id);
CREATE INDEX evaluation_results_conversation ON evaluation_results (conversation_id);

-- The means of a run as its report has them.
CREATE TABLE metric_summaries (
  run_id   TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  metric   TEXT NOT NULL,
  slice_of TEXT NOT NULL,           -- all, category, conversation, history
  slice    TEXT NOT NULL,           -- overall, categories_1_4, macro, or a member of slice_of
  asked    BIGINT,
  answered BIGINT,
  scored   BIGINT,
  mean     DOUBLE PRECISION,
  low      DOUBLE PRECISION,
  high     DOUBLE PRECISION,
  method   TEXT,
  PRIMARY KEY (run_id, metric, slice_of, slice)
);

-- Everything about a score in one row.
CREATE VIEW results AS
SELECT r.id AS run_id, r.name AS run, r.task, r.status, m.model, r.protocol, r.context,
       r.retriever, r.rag_mode, r.top_k, c.sample AS conversation, e.item, q.category, q.question,
       q.answer AS gold, a.answer, a.outcome, e.metric, e.value, e.unscored, e.why,
       a.input_tokens, a.output_tokens, a.latency_ms, a.cost_usd
FROM evaluation_results e
JOIN runs r ON r.id = e.run_id
LEFT JOIN model_configs m ON m.id = r.model_config_id
LEFT JOIN qa_annotations q ON q.id = e.qa_annotation_id
LEFT JOIN conversations c ON c.id = e.conversation_id
LEFT JOIN answers a ON a.run_id = e.run_id AND a.item = e.item AND a.form = 'free';
