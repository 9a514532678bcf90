// Package egr reads the two registers of the Russian tax service: ЕГРЮЛ, of legal entities, and ЕГРИП, of sole
// proprietors, in the XML that the service gives to subscribers (files VO_RUGFO_… and VO_RIGFO_…, forms 4.04 to 4.07;
// any 4.x is read).
//
// # Reading
//
//	Open          an input: a ZIP of XML files, or one XML file; which, its bytes tell
//	Input.Each    goes through all records, with one goroutine or several, from the beginning or from a Position
//	NewReader     splits one XML file into documents
//	Parser.Parse  reads a document into a Record
//
// Names are matched by their path in the form, since Город and Регион stand under several parents and mean several
// things. The encoding is told by the bytes of the root's name: copies exist that declare windows-1251 over UTF-8. The
// history (СвЗапЕГРЮЛ), more than half of the bytes, is passed over unless [Options] ask for it.
//
// # What can be wrong
//
//	a record        Visit.Broken gets a RecordError with the place; the next record goes on
//	a file          FileReport.Err is ErrTruncated, ErrCount (КолДок), ErrForm, ErrZIP, ErrLimit or ErrDTD; what was read
//	                before is good, and the next file goes on
//	another kind    is passed over and listed by Input.Skipped
//	a new element,  is counted in the Census of the file, and nothing is guessed from it
//	attribute or code
//
// A value that is not of its type is counted and left out, but for the numbers and the day that make a record one. Of
// elements that are not needed only the extent is found; they are not checked.
//
// # Restricted and absent
//
// A part with Restricted set exists and is hidden (ОгрДосСв): what depends on it is unknown. See [Record] for what open
// files do not show at all.
package egr
