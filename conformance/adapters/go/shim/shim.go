// Package shim is the adapter protocol, version 1 (PROTOCOL.md), for every Go adapter beside it.
//
// An adapter names its module and its operations, each a function of the request's input that returns what `ok` holds.
package shim

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"
)

// Refused is what the library refuses by itself: a neutral reason of PROTOCOL.md, and its words.
type Refused struct{ Reason, Message string }

func (r Refused) Error() string { return r.Message }

// Unsupported says why the library has no such call.
type Unsupported string

func (u Unsupported) Error() string { return string(u) }

// Input is the input of a request, its members not yet read.
type Input map[string]json.RawMessage

// Adapter is one library behind the protocol.
type Adapter struct {
	Module  string // its path
	Name    string
	Ops     map[string]func(Input) (any, error)
	NotOurs []string
	Offers  map[string]any
	// Accepts is what beyond plain strings it can be sent.
	Accepts []string
}

// The members of each library operation, each of which may come in hexadecimal: Go's strings are octets.
var members = map[string][]string{
	"derive":          {"method", "verifier"},
	"verify":          {"method", "challenge", "verifier"},
	"check_verifier":  {"verifier"},
	"check_challenge": {"method", "challenge"},
	"parse_method":    {"method"},
	"generate":        {"count", "length"},
}

// No member but those of its operation: one that is left out may be what the request is about.
func (in Input) known(op string) error {
	names, library := members[op]
	for name := range in {
		if library && !slices.Contains(names, strings.TrimSuffix(name, "_hex")) {
			return Unsupported("no such member: " + name)
		}
	}
	return nil
}

// Text gives a member that must be there. Go's strings are octets, so hexadecimal is decoded.
func (in Input) Text(name string) (string, error) {
	text, err := in.OptionalText(name)
	if err != nil {
		return "", err
	}
	if text == nil {
		return "", Unsupported("no call without a " + name)
	}
	return *text, nil
}

// OptionalText gives a member, or nil where it is absent.
func (in Input) OptionalText(name string) (*string, error) {
	var text string
	if raw, there := in[name+"_hex"]; there {
		err := json.Unmarshal(raw, &text)
		octets, invalid := hex.DecodeString(text)
		text = string(octets)
		return &text, errors.Join(err, invalid)
	}
	if raw, there := in[name]; there {
		return &text, json.Unmarshal(raw, &text)
	}
	return nil, nil
}

// Derive is for a call without a method, which is S256.
func Derive(challenge func(verifier string) string) func(Input) (any, error) {
	return func(in Input) (any, error) {
		verifier, err := in.Text("verifier")
		if err != nil {
			return nil, err
		}
		method, err := in.OptionalText("method")
		if err == nil && method != nil && *method != "S256" {
			err = Unsupported("the call takes no method, it is S256")
		}
		return map[string]string{"challenge": challenge(verifier)}, err
	}
}

// Generate is for a call that takes no length: one verifier after another.
func Generate(draw func() (string, error)) func(Input) (any, error) {
	return func(in Input) (any, error) {
		var asked struct{ Count, Length *int }
		if err := in.read(&asked); err != nil {
			return nil, err
		}
		if asked.Length != nil {
			return nil, Unsupported("the call takes no length")
		}
		verifiers := make([]string, *asked.Count)
		for i := range verifiers {
			var err error
			if verifiers[i], err = draw(); err != nil {
				return nil, err
			}
		}
		return map[string]any{"verifiers": verifiers}, nil
	}
}

// Reads all members into a struct.
func (in Input) read(into any) error {
	whole, err := json.Marshal(in)
	if err != nil {
		return err
	}
	return strictly(whole, into)
}

// No member that the struct does not have, at any depth.
func strictly(raw []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return Unsupported(err.Error())
	}
	return nil
}

// Serve answers until standard input ends.
func Serve(adapter Adapter) {
	in, out := bufio.NewReader(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err == io.EOF {
			return
		}
		var request struct {
			ID    *uint64
			Op    string
			Input Input
		}
		switch err := json.Unmarshal(line, &request); {
		case err == nil && request.Op == "hello":
			out.Encode(adapter.hello())
		case err == nil && request.ID != nil:
			answer := adapter.answer(request.Op, request.Input)
			answer["id"] = *request.ID
			out.Encode(answer)
		default:
			fmt.Fprintln(os.Stderr, "not a request:", cmp.Or(err, errors.New("it has no id")))
		}
	}
}

func (a Adapter) hello() map[string]any {
	ops := []string{}
	for op := range a.Ops {
		ops = append(ops, op)
	}
	hello := map[string]any{"protocol": 1, "name": a.Name, "version": a.version(), "language": "Go", "ops": ops}
	if a.NotOurs != nil {
		hello["not_ours"] = a.NotOurs
	}
	if a.Offers != nil {
		hello["offers"] = a.Offers
	}
	if a.Accepts != nil {
		hello["accepts"] = a.Accepts
	}
	return hello
}

// The version of the module that this program was built with.
func (a Adapter) version() string {
	build, _ := debug.ReadBuildInfo()
	for _, module := range build.Deps {
		if module.Path == a.Module {
			return module.Version
		}
	}
	return ""
}

func (a Adapter) answer(op string, in Input) (answer map[string]any) {
	call, offered := a.Ops[op]
	if !offered {
		return map[string]any{"unsupported": "no " + op}
	}
	defer func() { // from beneath, and nobody caught it
		if panicked := recover(); panicked != nil {
			answer = refusal("exception", fmt.Sprint("panic: ", panicked))
		}
	}()
	var ok any
	err := in.known(op)
	if err == nil {
		ok, err = call(in)
	}
	var refused Refused
	var unsupported Unsupported
	switch {
	case err == nil:
		return map[string]any{"ok": ok}
	case errors.As(err, &unsupported):
		return map[string]any{"unsupported": unsupported.Error()}
	case errors.As(err, &refused):
		return refusal(refused.Reason, refused.Message)
	default: // errors are values in Go: one that is returned is a refusal
		return refusal("other", err.Error())
	}
}

func refusal(reason, message string) map[string]any {
	message = message[:min(len(message), 500)]
	return map[string]any{"error": map[string]string{"reason": reason, "message": message}}
}
