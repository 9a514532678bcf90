// Package fact keeps what is known of organisations: facts with their source and date, imported from the state registers or stated by
// somebody.
package fact
