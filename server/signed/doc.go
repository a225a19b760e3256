// Package signed makes and verifies the tokens of signed addresses: /embed/visuals/funnel?token=…
//
// A token is the id of a key, a grant, and a code over both, joined by dots:
//
//	main.eyJ2IjoiZnVubmVsIiw….c2lnbmF0dXJl…
//
// The grant is JSON in base64url; anyone can read it, and it contains no secret. The code is HMAC-SHA256 with that key, over a fixed text
// that states its purpose and the two parts before it. There is one algorithm, and nothing in a token selects it. A token has exactly
// one spelling: anything that differs by a bit is rejected as altered.
//
// A Grant says what may be shown, to which origin, and until when. Only package server knows what its filters and its chart of Explore
// mean. There can be several keys so that they can be rotated: the first one signs, all of them verify.
package signed
