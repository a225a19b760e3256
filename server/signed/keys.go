package signed

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
)

// Limits of the keys.
const (
	leastSecret = 32 // characters: of random ones, more than anybody can try
	mostSecret  = 512
	mostID      = 16
	mostKeys    = 8
)

// Keys sign and verify. The zero value does neither.
type Keys struct{ all []key }

// key never leaves this package; its secret is in no error.
type key struct {
	id     string
	secret []byte
}

// ParseKeys reads "id:secret,id2:secret2". An error names a key by its place, for what was taken for its id may be a secret.
func ParseKeys(text string) (Keys, error) {
	var keys Keys
	if strings.TrimSpace(text) == "" {
		return keys, nil
	}
	for i, part := range strings.Split(text, ",") {
		id, secret, ok := strings.Cut(strings.TrimSpace(part), ":")
		switch {
		case !ok:
			return Keys{}, fmt.Errorf("key %d is not id:secret", i+1)
		case !validID(id):
			return Keys{}, fmt.Errorf("the id of key %d is not 1 to %d lower-case letters, digits and hyphens", i+1, mostID)
		case len(secret) < leastSecret || len(secret) > mostSecret:
			return Keys{}, fmt.Errorf("the secret of key %d has %d characters: %d to %d are needed, such as openssl rand -hex 32 makes", i+1, len(secret), leastSecret, mostSecret)
		case i == mostKeys:
			return Keys{}, fmt.Errorf("there are more than %d keys", mostKeys)
		}
		if _, taken := keys.find(id); taken {
			return Keys{}, fmt.Errorf("key %d has the id of another", i+1)
		}
		keys.all = append(keys.all, key{id, []byte(secret)})
	}
	return keys, nil
}

func validID(id string) bool {
	return id != "" && len(id) <= mostID && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// Any says whether there is a key.
func (k Keys) Any() bool { return len(k.all) > 0 }

// String keeps secrets out of logs.
func (k Keys) String() string { return fmt.Sprintf("%d keys", len(k.all)) }

// GoString does so for %#v.
func (k Keys) GoString() string { return k.String() }

func (k Keys) find(id string) (key, bool) {
	for _, candidate := range k.all {
		if candidate.id == id {
			return candidate, true
		}
	}
	return key{}, false
}

// purpose keeps a code from being taken for one of another use of the same key.
const purpose = "cafe-rewards signed address 1\x00"

func (k key) code(signed string) []byte {
	mac := hmac.New(sha256.New, k.secret)
	mac.Write([]byte(purpose + signed))
	return mac.Sum(nil)
}

// Bearers are the API keys that may ask for signed addresses. Only their hashes are kept.
type Bearers struct{ hashes [][sha256.Size]byte }

// ParseBearers reads API keys separated by commas.
func ParseBearers(text string) (Bearers, error) {
	var b Bearers
	if strings.TrimSpace(text) == "" {
		return b, nil
	}
	for i, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		if len(part) < leastSecret || len(part) > mostSecret {
			return Bearers{}, fmt.Errorf("API key %d has %d characters: %d to %d are needed, such as openssl rand -hex 32 makes", i+1, len(part), leastSecret, mostSecret)
		}
		if i == mostKeys {
			return Bearers{}, fmt.Errorf("there are more than %d API keys", mostKeys)
		}
		b.hashes = append(b.hashes, sha256.Sum256([]byte(part)))
	}
	return b, nil
}

// Any says whether there is one.
func (b Bearers) Any() bool { return len(b.hashes) > 0 }

// Has tells whether a text is one of the keys, in a time that does not depend on how much of it is right.
func (b Bearers) Has(text string) bool {
	sum := sha256.Sum256([]byte(text))
	found := false
	for _, hash := range b.hashes {
		found = hmac.Equal(hash[:], sum[:]) || found
	}
	return found
}

// errNoKeys says that nothing can be signed or verified.
var errNoKeys = errors.New("no keys are set")
