// The module golang.org/x/oauth2: a client's side.
package main

import (
	"golang.org/x/oauth2"

	"pkce-adapters/shim"
)

func main() {
	shim.Serve(shim.Adapter{
		Module: "golang.org/x/oauth2",
		Name:   "golang.org/x/oauth2",
		Ops: map[string]func(shim.Input) (any, error){
			"derive":   shim.Derive(oauth2.S256ChallengeFromVerifier),
			"generate": shim.Generate(func() (string, error) { return oauth2.GenerateVerifier(), nil }),
		},
		Offers: map[string]any{"plain": false},
		// A string holds any octets.
		Accepts: []string{"hex"},
	})
}
