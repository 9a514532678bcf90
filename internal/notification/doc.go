// Package notification sends people what other rooms have to tell them, by letter and by short message.
//
// A room asks for a message in its own transaction. The message and the job that sends it exist when that transaction
// commits, never otherwise; nothing is sent inside a request.
//
//	Mail, SMS            taken over by the relay
//	─────────▶ waiting ─────────────────────────▶ sent
//	              │  refused for good, or the attempts are used up
//	              ├──────────────────────────────▶ failed
//	              │  its life is over: a code that nobody can use any more
//	              └──────────────────────────────▶ expired
//
// The content of a message is kept only while it waits: it may hold a code or a link that opens something. In a trial
// installation nothing leaves the machine; messages stay whole and are read at /dev/mail.
//
// # Who may do what
//
//	                         owner, operator   auditor   guest (trial only)
//	see the queue, masked          ✓              ✓
//	read whole messages                                         ✓
package notification
