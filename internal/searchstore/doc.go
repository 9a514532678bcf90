// Package searchstore is the index of partners for sets that are too large for the memory of one node: PostgreSQL picks passages, and
// package search ranks those that were picked. It needs PostgreSQL; on SQLite the index in memory is used.
//
//	passage ── lexemes of package search ──▶ one tsvector: words, "#" classes, "=" facets, "@" audiences      GIN
//	question ─ lexemes, the rarest first ──▶ tsquery with facets and audiences inside ──▶ a few thousand rows
//	         ─ weighed by rarity ──────────▶ the best 200 ──▶ search.Index over them ──▶ order and reasons
//
// So both kinds of index read texts in the same way, and a passage that the asker may not see is not picked. What differs: totals and
// facets are of the passages with the question's rarest words; letters and vectors decide only among what was picked;
// mistyped words are not mended.
//
// The tables are made of passages that others keep, so no migration knows them: [Open] makes them, and empties them when the dictionary,
// the rules of analysis or the classes have changed.
package searchstore
