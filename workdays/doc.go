// Package workdays is the working calendar of Russia as dated data, and the terms that are counted on it.
//
// A term "in 10 working days" cannot be computed from weekdays: each year the Government moves days off by a decree, so
// that a Saturday works and a Monday does not (Трудовой кодекс, art. 112). The package therefore holds one table a year,
// with the date of the data, its source and the act behind it, and never guesses: a question that touches a year
// without a table is answered by [ErrUnknownYear].
//
// # What a table may be
//
//	decreed      the act is known; answers are final
//	provisional  a draft, or what the Labour Code alone gives ([Outline]); every answer that rests on a day of such
//	             a year has Provisional set, and is to be computed again once the decree is there ([Calendar.Merge])
//
// # How terms run
//
//	ГК РФ art. 191  a term begins on the day after the event
//	ГК РФ art. 192  a term of months ends on the same date of its last month, or on that month's last day
//	ГК РФ art. 193  a term that ends on a day that is not working ends on the next working day
//	ГК РФ art. 194  what is due on the last day may be done until 24:00, by [Deadline.End] in Moscow
//
// Of a term in working days, working days alone are counted; shortened days count, and so do Saturdays that were made
// working. Days that the President declared non-working in 2020 and 2021 have a kind of their own, [Decreed]: they are
// not counted here, and a decision about a term of those months can see that it crossed them.
//
// # Where it holds
//
// The five-day week (Saturday and Sunday off) and the federal holidays. Holidays of single regions are not in the data.
// Days are civil dates in Moscow; [DateOf] and [Date.Start] are the only places where instants become dates and back.
package workdays
