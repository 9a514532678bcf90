// Package egr reads the two registers of the Russian tax service: ЕГРЮЛ, of legal entities, and ЕГРИП, of sole
// proprietors, in the XML that the service gives to subscribers (files VO_RUGFO_… and VO_RIGFO_…, forms 4.04 to 4.07).
//
// A [Record] is one subject on one day.
package egr
