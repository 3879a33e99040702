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
			"derive": func(in shim.Input) (any, error) {
				verifier, err := in.Text("verifier")
				if err == nil {
					err = in.S256Alone()
				}
				if err != nil {
					return nil, err
				}
				return map[string]string{"challenge": oauth2.S256ChallengeFromVerifier(verifier)}, nil
			},
			"generate": func(in shim.Input) (any, error) {
				return in.Draw(func() (string, error) { return oauth2.GenerateVerifier(), nil })
			},
		},
		Offers: map[string]bool{"plain": false},
	})
}
