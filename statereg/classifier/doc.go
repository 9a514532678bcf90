// Package classifier holds the code lists that records of the state registers refer to.
//
// Two of them are needed to judge a record and are embedded whole: what a status code of ЕГРЮЛ or ЕГРИП means for us
// ([FindStatus]), and the regions as the tax service numbers them ([FindRegion]). They are bare facts with their source
// and day. Lists on the net are stale: codes 108 and 418 stood in the register of November 2025 and in no list, so a code
// that is not here is [Unknown], never [Active].
//
// The large ones (ОКВЭД-2, ОКПД2, ОКОПФ, ОКФС, ОКСМ, СПВЗ) change several times a year and are read from files that an
// operator imports, as CSV ([Read]). Of ОКВЭД-2 the names down to four digits are embedded as well ([Activities],
// [ActivityName]; in English, [English]), so that an installation can say what an organisation does before anything is
// imported. Deeper codes and the newest edition come with the import.
package classifier
