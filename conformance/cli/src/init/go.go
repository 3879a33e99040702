// A PKCE adapter: one library behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
// Run it as it is, then put your library in the place of the stand-in below: pkce run -- go run adapter.go
package main

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
)

// A refusal is what the library returns as an error of its own: a neutral reason (PROTOCOL.md), then its words.
type refusal struct{ reason, words string }

func (r refusal) Error() string { return r.words }

// The library has no such call.
type unsupported string

func (u unsupported) Error() string { return string(u) }

// ---- Your library goes here. Call it and report what it does: add no check, fill in no default. ----

const name, version = "stand-in", "" // runtime/debug.ReadBuildInfo tells the version of the library's module

var legal = regexp.MustCompile(`^[A-Za-z0-9\-._~]{43,128}$`)

func derive(verifier string, method ...string) (string, error) {
	if !legal.MatchString(verifier) {
		return "", refusal{"other", "a verifier is 43 to 128 unreserved characters"}
	}
	if slices.Contains(method, "plain") {
		return verifier, nil
	}
	if len(method) > 0 && method[0] != "S256" {
		return "", refusal{"method_unsupported", "the methods are S256 and plain"}
	}
	digest := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(digest[:]), nil
}

func verify(verifier, challenge string, method ...string) (bool, error) {
	if len(method) == 0 {
		method = []string{"plain"}
	}
	derived, err := derive(verifier, method...)
	return subtle.ConstantTimeCompare([]byte(derived), []byte(challenge)) == 1, err
}

func generate(length *int) (string, error) {
	octets := make([]byte, 96)
	rand.Read(octets) // never fails since Go 1.24
	verifier := base64.RawURLEncoding.EncodeToString(octets)
	if length == nil {
		return verifier[:43], nil
	}
	if *length < 43 || *length > 128 {
		return "", refusal{"other", "a verifier is 43 to 128 characters"}
	}
	return verifier[:*length], nil
}

// ---- From here on it is the protocol. An operation that your library lacks leaves ops. ----

type input map[string]json.RawMessage

var ops = map[string]func(input) (any, error){
	"derive": func(in input) (any, error) {
		texts, err := in.texts("verifier")
		if err != nil {
			return nil, err
		}
		challenge, err := derive(texts[0], in.optional("method")...)
		return map[string]string{"challenge": challenge}, err
	},
	"verify": func(in input) (any, error) {
		texts, err := in.texts("verifier", "challenge")
		if err != nil {
			return nil, err
		}
		match, err := verify(texts[0], texts[1], in.optional("method")...)
		return map[string]bool{"match": match}, err
	},
	"generate": func(in input) (any, error) {
		var count int
		var length *int
		err := errors.Join(json.Unmarshal(in["count"], &count), json.Unmarshal(in["length"], &length))
		verifiers := make([]string, count)
		for i := range verifiers {
			if err == nil {
				verifiers[i], err = generate(length)
			}
		}
		return map[string][]string{"verifiers": verifiers}, err
	},
}

// What each reads. A string holds any octets in Go, so what comes in hexadecimal is accepted, and decoded.
var members = map[string][]string{
	"derive":   {"verifier", "method"},
	"verify":   {"verifier", "challenge", "method"},
	"generate": {"count", "length"},
}

// The last argument, where it is given: the call has a default of its own, or none (then it is among texts).
func (in input) optional(name string) []string {
	given, _ := in.texts(name)
	return given
}

// Values that must be there.
func (in input) texts(names ...string) ([]string, error) {
	texts := make([]string, len(names))
	for i, name := range names {
		var octets []byte
		var err error
		if in[name+"_hex"] != nil {
			err = json.Unmarshal(in[name+"_hex"], &texts[i])
			octets, _ = hex.DecodeString(texts[i])
			texts[i] = string(octets)
		} else if in[name] != nil {
			err = json.Unmarshal(in[name], &texts[i])
		} else {
			err = unsupported("no call without a " + name)
		}
		if err != nil {
			return nil, err
		}
	}
	return texts, nil
}

func answer(op string, in input) (key string, value any) {
	call, offered := ops[op]
	if !offered {
		return "unsupported", "no " + op
	}
	for name := range in {
		if !slices.Contains(members[op], strings.TrimSuffix(name, "_hex")) {
			return "unsupported", name + " is not read here"
		}
	}
	defer func() {
		if panicked := recover(); panicked != nil { // from beneath, and nobody caught it
			key, value = failure("exception", fmt.Sprint(panicked))
		}
	}()
	ok, err := call(in)
	if why, is := err.(unsupported); is {
		return "unsupported", string(why)
	}
	if refused, is := err.(refusal); is {
		return failure(refused.reason, refused.words)
	}
	if err != nil { // errors are values in Go: one that is returned is a refusal, and a panic is none
		return failure("other", err.Error())
	}
	return "ok", ok
}

func failure(reason, message string) (string, any) {
	return "error", map[string]string{"reason": reason, "message": message[:min(len(message), 1000)]}
}

func main() {
	lines, out := bufio.NewReader(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var request struct {
			ID    *uint64
			Op    string
			Input input
		}
		if err := json.Unmarshal(line, &request); err == nil && request.Op == "hello" {
			ops := slices.Sorted(maps.Keys(ops))
			out.Encode(map[string]any{"protocol": 1, "name": name, "version": version, "language": "Go", "ops": ops, "accepts": []string{"hex"}})
		} else if err == nil && request.ID != nil {
			key, value := answer(request.Op, request.Input)
			out.Encode(map[string]any{"id": *request.ID, key: value})
		} else {
			fmt.Fprintln(os.Stderr, "not a request:", err)
		}
	}
}
