// Package yamldoc reads files that people write, such as rules and services: plain YAML of mappings, lists and texts. Every
// value is taken as it is written, so that 077 stays 077 and no stays no; anchors, tags and further documents are refused.
// What is wrong is collected with its place, in Russian and English, so that a page can show all of it at once.
//
//	f := yamldoc.Read(content, 2<<20)
//	if top := f.Fields(f.Root(), "name", "days?"); top != nil {
//		name, days := f.Word(top, "name"), f.Number(top, "days", 1, 3650)
//	}
//	if problems := f.Problems(); problems != nil { … }
//
// After a problem reading goes on with zero values: whoever uses what was read asks for the problems first.
package yamldoc
