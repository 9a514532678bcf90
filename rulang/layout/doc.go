// Package layout mends words that were typed on the wrong keyboard or in the wrong letters.
//
//	«ajhtpthjdrf», «сщтекщд»      the other keyboard was on: фрезеровка, control
//	«frezerovka», «lazernaya»     Russian in Latin letters: фрезеровка, лазерная
//	«cталь» with a Latin c        letters that look alike, from the other alphabet
//
// Nothing here knows words: [Repair] makes what may be meant and asks the caller which of it is a word. So a name that only
// looks like a slip («Ghbdtn» as a brand) is left alone where the caller knows it.
package layout
