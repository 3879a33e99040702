package shim

import (
	"encoding/hex"
	"encoding/json"
	"slices"
)

// Accepts is what the flows of a Server can be sent: what a request carries is put on the wire as it is, and none of the
// servers keeps anything of a user agent.
var Accepts = []string{"hex", "raw", "query", "user_agent", "duplicates"}

// Policy is what a session's server must offer and require.
type Policy struct {
	PKCE     json.RawMessage
	Methods  []string
	Lifetime int `json:"code_lifetime"`
}

// S256, with or without plain: no adapter has another list.
func (p Policy) known() error {
	if !slices.Equal(p.Methods, []string{"S256"}) && !slices.Equal(p.Methods, []string{"S256", "plain"}) {
		return Unsupported("S256, with or without plain")
	}
	return nil
}

// Plain tells whether plain is offered beside S256.
func (p Policy) Plain() bool { return len(p.Methods) == 2 }

// Client is one to be registered.
type Client struct {
	Role        string
	ID          string `json:"client_id"`
	Secret      string `json:"client_secret"`
	RedirectURI string `json:"redirect_uri"`
}

// Flows gives the three operations; a session's server is made by open.
func Flows(open func(Policy, []Client) (*Server, error)) map[string]func(Input) (any, error) {
	sessions := map[string]*Server{}
	return map[string]func(Input) (any, error){
		"flow.open": func(in Input) (any, error) {
			var asked struct {
				Session string
				Policy  Policy
				Clients []Client
			}
			if err := in.read(&asked); err != nil {
				return nil, err
			}
			if err := asked.Policy.known(); err != nil {
				return nil, err
			}
			server, err := open(asked.Policy, asked.Clients)
			sessions[asked.Session] = server
			return struct{}{}, err
		},
		"flow.step": func(in Input) (any, error) {
			var asked struct {
				Session string
				Step    json.RawMessage
				Steps   []json.RawMessage
			}
			if err := in.read(&asked); err != nil {
				return nil, err
			}
			server := sessions[asked.Session]
			if server == nil {
				return nil, Refused{"other", "no such session"}
			}
			if asked.Steps != nil {
				return nil, Unsupported("a race is decided by the store, which is the integrator's")
			}
			return server.step(asked.Step)
		},
		"flow.close": func(in Input) (any, error) {
			var asked struct{ Session string }
			err := in.read(&asked)
			delete(sessions, asked.Session)
			return struct{}{}, err
		},
	}
}

// value is text, or octets as hexadecimal.
type value string

func (v *value) UnmarshalJSON(raw []byte) error {
	var octets struct{ Hex string }
	if json.Unmarshal(raw, (*string)(v)) == nil {
		return nil
	}
	if err := strictly(raw, &octets); err != nil {
		return err
	}
	decoded, err := hex.DecodeString(octets.Hex)
	*v = value(decoded)
	return err
}

// Roles says what each kind of client meets, with pushed requests as par has it: confidential ones show their secret by
// HTTP Basic.
func Roles(par string) map[string]any {
	return map[string]any{
		"public":       map[string]any{"auth": "none", "par": par},
		"confidential": map[string]any{"auth": "basic", "par": par},
	}
}
