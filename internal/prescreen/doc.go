// Package prescreen matches a résumé against a position and says, on a scale of 0 to 10 and with quotes, how well they fit. It is pure: no
// clock, no network, the same input gives the same bytes. It refuses to look at who somebody is (name, gender, age, origin), and it
// treats the résumé as hostile data: nothing written in it is ever an instruction.
package prescreen
