"""The steps that bring a store to the present schema; step N makes schema N. A step is never changed once released."""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE documents (
            id TEXT PRIMARY KEY,
            file TEXT NOT NULL,
            origin TEXT NOT NULL UNIQUE,
            sha256 TEXT NOT NULL,
            configuration TEXT NOT NULL,
            record TEXT NOT NULL,
            fingerprint TEXT NOT NULL
        )""",
        """CREATE TABLE passages (
            id TEXT PRIMARY KEY,
            document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            kind TEXT NOT NULL,
            record TEXT NOT NULL,
            fingerprint TEXT NOT NULL
        )""",
        "CREATE INDEX passages_of_document ON passages (document, position)",
        """CREATE TABLE annotations (
            id TEXT PRIMARY KEY,
            passage TEXT NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
            concept TEXT NOT NULL,
            start INTEGER NOT NULL,
            end INTEGER NOT NULL,
            record TEXT NOT NULL,
            fingerprint TEXT NOT NULL
        )""",
        "CREATE INDEX annotations_of_passage ON annotations (passage)",
        "CREATE INDEX annotations_of_concept ON annotations (concept)",
    ),
    (
        # `state` changes with anything that belongs to the document; `digest` is a function of the store's connection
        "ALTER TABLE documents ADD COLUMN state TEXT NOT NULL DEFAULT ''",
        """UPDATE documents SET state = (SELECT digest(f) FROM (
            SELECT d.fingerprint AS f FROM documents d WHERE d.id = documents.id
            UNION ALL SELECT p.fingerprint FROM passages p WHERE p.document = documents.id
            UNION ALL SELECT a.fingerprint FROM annotations a JOIN passages p ON p.id = a.passage
                WHERE p.document = documents.id
        ))""",
    ),
    (
        # what was removed, whole, until it is restored or deleted for good
        """CREATE TABLE removed (
            id TEXT PRIMARY KEY,
            file TEXT NOT NULL,
            origin TEXT NOT NULL,
            time TEXT NOT NULL,
            content BLOB NOT NULL
        )""",
    ),
)
