// Package limit counts attempts so that nobody tries too often. It is the generic cell rate algorithm (GCRA): a budget of
// so many attempts that refills evenly, kept as one number a key, in the database, so that all nodes share it. The
// arithmetic is that of package throttled.
//
//	err := limits.Allow(ctx,
//		limit.Charge{Rule: signInByAddress, Key: limit.Address(client)},
//		limit.Charge{Rule: signInByAccount, Key: login})
//
// # Several budgets at once
//
// All budgets are looked at before any is charged, in one transaction: either each of them pays for the attempt, or the
// attempt is refused and none has paid. So somebody who is refused for his address does not use up the account of
// another. The refusal names the longest of the times to wait, after which the same attempt passes.
//
// # Not to lock the owner out
//
// A budget by account alone lets a stranger use it up and keep the owner out. So a use case charges budgets side by
// side: a wide one for the address of the client, a narrow one for the account, and in place of the narrow one another
// for a browser that the owner has used before:
//
//	account := limit.Charge{Rule: signInByStranger, Key: accountID}
//	if known { // the browser carries a token that the owner got after signing in
//		account = limit.Charge{Rule: signInByDevice, Key: accountID + deviceHash}
//	}
//
// After the owner has proved who he is, [Limiter.Forgive] gives the budget of the account back in the same transaction.
//
// # What the database sees
//
// Keys are kept as a keyed hash: neither an address nor a telephone number stands in the table, and whoever has the table
// cannot try all numbers without the key of the installation. A refusal only reads, so a flood of attempts never holds
// the one writer of SQLite.
package limit
