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
// # On the site
//
// What rooms write letters about, people find at the bell as well: [Service.Tell] keeps a notice for a person, [Service.NoticeOf] makes
// one of a letter. Letters with a code or with an address that opens something leave none. A notice is unread until its person opens it,
// and is kept for a year, or until the account is deleted. What waits for the person stands before them: tasks are asked of the
// rooms when the page is drawn, and are gone when they are done.
//
// # Who may do what
//
//	                         owner, operator   auditor   person   guest (trial only)
//	see the queue, masked          ✓              ✓
//	see and read notices                                  own
//	read whole messages                                                  ✓
package notification
