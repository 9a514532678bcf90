// Package paper sets text on pages of A4 and makes a PDF of them: what all printed documents of the platform are drawn with.
//
// It knows headings, pairs of label and value, tables whose head comes again on every page, frames of stamps, a QR code drawn
// of rectangles, and the foot of the pages. The same calls give the same bytes: dates are given, nothing is random.
//
// A character that the font does not have is shown by its number, as [U+1F600]: whoever reads the paper sees that something
// stands there (rule T18). The paper is a printed form and no PDF/A, and does not say that it is.
package paper
