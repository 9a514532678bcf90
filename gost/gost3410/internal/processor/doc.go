// Package processor says which instructions the arithmetic of long numbers may use beside those that every processor of
// its kind has.
package processor
