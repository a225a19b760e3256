// Package signed makes and verifies the tokens of signed addresses: /embed/visuals/funnel?token=…
//
// A token is a key's id, what it grants, and a code over both, joined by dots:
//
//	main.eyJ2IjoiZnVubmVsIiw….c2lnbmF0dXJl…
//
// The grant is JSON in base64url, and readable: it holds nothing secret. The code is HMAC-SHA256 with the key of that id, over a fixed
// text that says what it is for, and the two parts before it. There is one algorithm, and nothing in a token chooses it. A token has
// exactly one spelling: whatever differs from it by a bit is altered.
//
// A Grant says of what is shown, to which origin, and until when; what its locked filters and its chart of Explore mean only package server
// knows. Keys are several so that they can be changed: the first signs, all of them verify.
package signed
