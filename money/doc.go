// Package money counts rubles exactly: to the kopeck, without floating point, and never past what fits.
//
// An [Amount] is a whole number of kopecks. Sums, shares and rounding either give the exact result that their name says, or
// [ErrOverflow]; nothing wraps around and nothing is lost. An Amount has no operators on purpose: a + b of two integers would
// compile and could overflow unseen.
//
//	Parse                  what a person typed: «1 234,50», «1234.5 ₽», «15 млн», «10 руб. 5 коп.»; ambiguous texts are refused
//	String, MarshalText    "1234.50": canonical documents, JSON, settings
//	Russian, English       what a person reads, with no-break spaces
//	Words                  «сто двадцать тысяч рублей 00 копеек», for contracts and applications
//	Share                  an exact ratio: 70 %, 1/3; [Share.Of] rounds by a [Rounding] that says for whom
//	Split, Allocate        parts whose sum is the whole, whatever the number of parts
//
// # Rounding
//
// A rule says "no more than 70 per cent of the expenses": a kopeck above that breaks it, so the cap is rounded by [NoMore].
// "No less than 30 per cent of one's own money" is rounded by [NoLess]. Taxes are rounded to whole rubles by [Nearest]
// (Налоговый кодекс, art. 52, p. 6: less than 50 kopecks are left out, 50 and more make a ruble). The modes are named after
// what the result may not pass, so that a reader of a rule sees that the right one was taken.
package money
