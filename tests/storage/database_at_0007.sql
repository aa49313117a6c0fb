-- The tables of a database at revision 0007, as the seven migrations before the first release made them.
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE tracks (
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    artists JSON NOT NULL,
    duration_ms INTEGER,
    isrc TEXT,
    other_names JSON NOT NULL, told_at DATETIME,
    PRIMARY KEY (id)
);
CREATE TABLE track_names (
    id INTEGER NOT NULL,
    track_id TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (track_id, text),
    FOREIGN KEY(track_id) REFERENCES tracks (id) ON DELETE CASCADE
);
CREATE VIRTUAL TABLE track_names_index USING fts5(
    text, content='track_names', content_rowid='id', tokenize='trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE track_names_counts USING fts5vocab(track_names_index, 'row');
CREATE TABLE features (
    track_id TEXT NOT NULL,
    danceability FLOAT,
    energy FLOAT,
    "key" FLOAT,
    loudness FLOAT,
    mode FLOAT,
    speechiness FLOAT,
    acousticness FLOAT,
    instrumentalness FLOAT,
    liveness FLOAT,
    valence FLOAT,
    tempo FLOAT,
    duration_ms FLOAT,
    time_signature FLOAT,
    source TEXT NOT NULL,
    obtained_on DATE NOT NULL,
    PRIMARY KEY (track_id),
    FOREIGN KEY(track_id) REFERENCES tracks (id) ON DELETE CASCADE
);
CREATE TABLE votes (
    track_id TEXT NOT NULL,
    model TEXT NOT NULL,
    rule TEXT NOT NULL,
    genre TEXT NOT NULL,
    members JSON NOT NULL,
    probabilities JSON NOT NULL,
    cast_at DATETIME NOT NULL, level TEXT DEFAULT 'measured' NOT NULL, songs INTEGER DEFAULT '1' NOT NULL, agreeing INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (track_id, model, rule),
    FOREIGN KEY(track_id) REFERENCES tracks (id) ON DELETE CASCADE
);
CREATE TABLE requests (
    id INTEGER NOT NULL,
    at DATETIME NOT NULL,
    platform TEXT NOT NULL,
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    track_id TEXT,
    PRIMARY KEY (id)
);
CREATE TABLE charts (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    day DATE NOT NULL,
    hour INTEGER,
    fetched_at DATETIME NOT NULL, posted BOOLEAN DEFAULT 0 NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE chart_entries (
    chart_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    title TEXT NOT NULL,
    artists JSON NOT NULL,
    song_id TEXT NOT NULL,
    album TEXT,
    previous_rank INTEGER,
    is_new BOOLEAN NOT NULL, genres JSON DEFAULT '[]' NOT NULL, duration_ms INTEGER,
    PRIMARY KEY (chart_id, position),
    FOREIGN KEY(chart_id) REFERENCES charts (id) ON DELETE CASCADE
);
CREATE TABLE chart_songs (
    service TEXT NOT NULL,
    song_id TEXT NOT NULL,
    track_id TEXT,
    looked_up_at DATETIME NOT NULL, attempts INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (service, song_id)
);
CREATE TABLE missing_features (
    track_id TEXT NOT NULL,
    asked_at DATETIME NOT NULL,
    first_asked_at DATETIME NOT NULL,
    PRIMARY KEY (track_id)
);
CREATE TABLE service_genres (
    track_id TEXT NOT NULL,
    service TEXT NOT NULL,
    genres JSON NOT NULL,
    said_at DATETIME NOT NULL,
    PRIMARY KEY (track_id, service),
    FOREIGN KEY(track_id) REFERENCES tracks (id) ON DELETE CASCADE
);
CREATE TABLE track_singers (
    name TEXT NOT NULL,
    track_id TEXT NOT NULL,
    PRIMARY KEY (name, track_id),
    FOREIGN KEY(track_id) REFERENCES tracks (id) ON DELETE CASCADE
);
CREATE TABLE chat_languages (
    chat TEXT NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (chat)
);
CREATE TABLE subscriptions (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    chat TEXT NOT NULL,
    thread TEXT,
    chart TEXT NOT NULL,
    at TEXT NOT NULL,
    zone TEXT NOT NULL,
    weekday INTEGER,
    owner TEXT,
    language TEXT,
    setting TEXT,
    counts_from DATETIME NOT NULL,
    disabled TEXT
);
CREATE TABLE "digests" (
    subscription INTEGER NOT NULL,
    period TEXT NOT NULL,
    state TEXT NOT NULL,
    token TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    lease_until DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    retry_at DATETIME,
    message_id TEXT,
    reason TEXT,
    told BOOLEAN NOT NULL,
    changed_at DATETIME NOT NULL,
    PRIMARY KEY (subscription, period),
    FOREIGN KEY(subscription) REFERENCES subscriptions (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX charts_moment ON charts (name, day, coalesce(hour, -1));
CREATE INDEX chart_entries_song ON chart_entries (song_id);
CREATE INDEX track_singers_of_track ON track_singers (track_id);
CREATE UNIQUE INDEX subscriptions_place ON subscriptions (chat, coalesce(thread, ''), chart);
CREATE TRIGGER track_names_added AFTER INSERT ON track_names BEGIN INSERT INTO track_names_index (rowid, text) VALUES (new.id, new.text); END;
CREATE TRIGGER track_names_removed AFTER DELETE ON track_names BEGIN INSERT INTO track_names_index (track_names_index, rowid, text) VALUES ('delete', old.id, old.text); END;
CREATE TRIGGER track_names_changed AFTER UPDATE ON track_names BEGIN INSERT INTO track_names_index (track_names_index, rowid, text) VALUES ('delete', old.id, old.text); INSERT INTO track_names_index (rowid, text) VALUES (new.id, new.text); END;
INSERT INTO alembic_version VALUES ('0007');
