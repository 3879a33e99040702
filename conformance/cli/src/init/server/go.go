// A PKCE adapter: an authorization server behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
// Run it as it is, then put your server in the place of the stand-in below: pkce run -- go run adapter.go
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
)

// The server has no such thing.
type unsupported string

func (u unsupported) Error() string { return string(u) }

// ---- Your server goes here: its http.Handler, with what a session sets. Report what it answers. ----

const name, version = "stand-in", "" // runtime/debug.ReadBuildInfo tells the version of the server's module

// What it has and has not. A client authenticates in the body; by HTTP Basic where you add
// "roles": {"confidential": {"auth": "basic"}}.
var offers = map[string]any{
	"roles": map[string]any{
		"public":       map[string]any{"par": "no"},
		"confidential": map[string]any{"par": "no"},
	},
	"methods":  [][]string{{"S256"}, {"S256", "plain"}},
	"userinfo": false, "code_lifetime": true,
}

// Policy is to be set, like the clients; what cannot be set is unsupported.
type policy struct {
	PKCE     any // "optional", "required", "public", "default", or a list of client ids
	Methods  []string
	Lifetime int `json:"code_lifetime"`
}

type client struct {
	Role, ID, Secret, RedirectURI string
}

// A server is one session's, with the clock that it reads.
type server struct {
	policy  policy
	clients map[string]client
	codes   map[string]issued
	now     int
}

type issued struct {
	url.Values
	end int
}

func open(policy policy, clients []client) (*server, error) {
	s := &server{policy, map[string]client{}, map[string]issued{}, 0}
	for _, client := range clients {
		s.clients[client.ID] = client
	}
	return s, nil
}

func (s *server) wait(seconds int) { s.now += seconds }

// At the authorization endpoint the user is logged in and agrees.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/authorize" {
		s.authorize(w, r)
		return
	}
	r.ParseForm()
	answer, status := map[string]string{"access_token": rand.Text(), "token_type": "Bearer"}, http.StatusOK
	id, secret, basic := r.BasicAuth()
	if !basic {
		id, secret = r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	}
	if code := cmp.Or(repeats(r.PostForm), s.redeem(r.PostForm, id, secret)); code != "" {
		answer, status = map[string]string{"error": code}, http.StatusBadRequest
		if code == "invalid_client" {
			status = http.StatusUnauthorized
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(answer)
}

func (s *server) authorize(w http.ResponseWriter, r *http.Request) {
	sent := r.URL.Query()
	client, known := s.clients[sent.Get("client_id")]
	if !known || sent.Get("redirect_uri") != client.RedirectURI {
		http.Error(w, "no such client, or another redirect URI", http.StatusBadRequest)
		return
	}
	answer := url.Values{}
	if sent.Has("state") {
		answer.Set("state", sent.Get("state"))
	}
	if refused := cmp.Or(repeats(sent), s.refusal(sent, client)); refused != "" {
		answer.Set("error", refused)
	} else {
		answer.Set("code", rand.Text())
		s.codes[answer.Get("code")] = issued{sent, s.now + s.policy.Lifetime}
	}
	w.Header().Set("Location", client.RedirectURI+"?"+answer.Encode())
	w.WriteHeader(http.StatusFound)
}

func (s *server) refusal(sent url.Values, client client) string {
	if sent.Get("response_type") != "code" {
		return "unsupported_response_type"
	}
	required := s.policy.PKCE == "required" || s.policy.PKCE == "default" || s.policy.PKCE == "public" && client.Secret == ""
	if ids, some := s.policy.PKCE.([]string); some {
		required = slices.Contains(ids, client.ID)
	}
	challenge, method := sent.Get("code_challenge"), sent.Get("code_challenge_method")
	wrong := !legal.MatchString(challenge) || !slices.Contains(s.policy.Methods, cmp.Or(method, "plain"))
	if challenge == "" && (required || method != "") || challenge != "" && wrong {
		return "invalid_request"
	}
	return ""
}

func (s *server) redeem(sent url.Values, id, secret string) string {
	if client, known := s.clients[id]; !known || client.Secret != secret {
		return "invalid_client"
	}
	if sent.Get("grant_type") != "authorization_code" {
		return "unsupported_grant_type"
	}
	asked, known := s.codes[sent.Get("code")]
	if !known || asked.Get("client_id") != id {
		return "invalid_grant"
	}
	delete(s.codes, sent.Get("code"))
	verifier, challenge := sent.Get("code_verifier"), asked.Get("code_challenge")
	if asked.end < s.now || sent.Get("redirect_uri") != asked.Get("redirect_uri") {
		return "invalid_grant"
	}
	if challenge == "" && verifier == "" {
		return ""
	}
	if challenge == "" || !legal.MatchString(verifier) {
		return "invalid_grant"
	}
	if digest := sha256.Sum256([]byte(verifier)); asked.Get("code_challenge_method") == "S256" {
		verifier = base64.RawURLEncoding.EncodeToString(digest[:])
	}
	if subtle.ConstantTimeCompare([]byte(verifier), []byte(challenge)) != 1 {
		return "invalid_grant"
	}
	return ""
}

var legal = regexp.MustCompile(`^[A-Za-z0-9\-._~]{43,128}$`)

func repeats(form url.Values) string {
	for _, values := range form {
		if len(values) > 1 {
			return "invalid_request"
		}
	}
	return ""
}

// ---- From here on it is the protocol. ----

// What a request carries goes on as it is. Requests at the same moment, and several user agents, are not served.
var hello = map[string]any{
	"protocol": 1, "name": name, "version": version, "language": "Go", "offers": offers,
	"ops": []string{"flow.open", "flow.step", "flow.close"}, "accepts": []string{"hex", "raw", "query", "duplicates"},
}

var sessions = map[string]*server{}

// A member that is not read here may be what the request is about.
func strictly(raw []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return unsupported(err.Error())
	}
	return nil
}

func flowOpen(raw []byte) (any, error) {
	var asked struct {
		Session string
		Policy  policy
		Clients []struct {
			Role        string
			ID          string `json:"client_id"`
			Secret      string `json:"client_secret"`
			RedirectURI string `json:"redirect_uri"`
		}
	}
	if err := strictly(raw, &asked); err != nil {
		return nil, err
	}
	var some struct{ Clients []string }
	if pkce, _ := json.Marshal(asked.Policy.PKCE); strictly(pkce, &some) == nil {
		asked.Policy.PKCE = some.Clients
	} else if !slices.Contains([]any{"optional", "required", "public", "default"}, asked.Policy.PKCE) {
		return nil, unsupported("no such policy")
	}
	if methods := strings.Join(asked.Policy.Methods, ","); methods != "S256" && methods != "S256,plain" {
		return nil, unsupported("no such methods")
	}
	clients := make([]client, len(asked.Clients))
	for i, each := range asked.Clients {
		clients[i] = client(each)
	}
	opened, err := open(asked.Policy, clients)
	sessions[asked.Session] = opened
	return struct{}{}, err
}

func flowStep(raw []byte) (any, error) {
	type request struct {
		Params, Query [][2]value
		Raw           *value
		Basic         []string
	}
	var asked struct {
		Session string
		Step    struct {
			Authorize, Token *request
			Wait             *struct{ Seconds int }
		}
	}
	if err := strictly(raw, &asked); err != nil {
		return nil, err
	}
	server, step := sessions[asked.Session], asked.Step
	switch {
	case step.Authorize != nil:
		get := httptest.NewRequest(http.MethodGet, "/authorize?"+form(step.Authorize.Params, step.Authorize.Raw), nil)
		return outcome("code", "code", send(server, get)), nil
	case step.Token != nil:
		body := strings.NewReader(form(step.Token.Params, step.Token.Raw))
		post := httptest.NewRequest(http.MethodPost, "/token?"+form(step.Token.Query, nil), body)
		post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if step.Token.Basic != nil {
			post.SetBasicAuth(step.Token.Basic[0], step.Token.Basic[1])
		}
		return outcome("access_token", "token", send(server, post)), nil
	case step.Wait != nil:
		server.wait(step.Wait.Seconds)
		return map[string]any{"outcome": "waited"}, nil
	}
	return nil, unsupported("no such step")
}

func flowClose(raw []byte) (any, error) {
	var asked struct{ Session string }
	err := strictly(raw, &asked)
	delete(sessions, asked.Session)
	return struct{}{}, err
}

var ops = map[string]func([]byte) (any, error){"flow.open": flowOpen, "flow.step": flowStep, "flow.close": flowClose}

// A value is text, or octets in hexadecimal.
type value string

func (v *value) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, (*string)(v)) == nil {
		return nil
	}
	var octets struct{ Hex string }
	err := strictly(raw, &octets)
	decoded, _ := hex.DecodeString(octets.Hex)
	*v = value(decoded)
	return err
}

// Pairs in a form's encoding, then what is encoded already.
func form(pairs [][2]value, raw *value) string {
	encoded := []string{}
	for _, pair := range pairs {
		encoded = append(encoded, url.QueryEscape(string(pair[0]))+"="+url.QueryEscape(string(pair[1])))
	}
	if raw != nil {
		encoded = append(encoded, string(*raw))
	}
	return strings.Join(encoded, "&")
}

func send(handler http.Handler, request *http.Request) *httptest.ResponseRecorder {
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, request)
	return response
}

// What a response carries, and no more; a member that it could carry, and lacks, is "".
func outcome(wanted, given string, response *httptest.ResponseRecorder) map[string]any {
	body, header := response.Body.String(), response.Header()
	told := map[string]any{"status": response.Code, "body": body, "outcome": "refused"}
	told["content_type"], told["cache_control"] = header.Get("Content-Type"), header.Get("Cache-Control")
	var members map[string]any
	json.Unmarshal([]byte(body), &members)
	if location, err := response.Result().Location(); err == nil {
		members = map[string]any{}
		for name := range location.Query() {
			members[name] = location.Query().Get(name)
		}
		told["location"], told["state"] = header.Get("Location"), location.Query().Get("state")
	}
	if members != nil {
		told["error"] = ""
	}
	if text, has := members["error"].(string); has {
		told["error"] = text
	}
	if response.Code >= 500 {
		told["outcome"] = "server_error"
	}
	if text, has := members[wanted].(string); has && text != "" {
		told["outcome"], told[wanted] = given, text
	}
	return told
}

func answer(op string, input []byte) (key string, value any) {
	call, offered := ops[op]
	if !offered {
		return "unsupported", "no " + op
	}
	defer func() {
		if panicked := recover(); panicked != nil { // nobody caught it: it counts as 5xx
			key, value = "error", map[string]string{"reason": "exception", "message": fmt.Sprint(panicked)}
		}
	}()
	ok, err := call(input)
	if err != nil {
		return "unsupported", err.Error()
	}
	return "ok", ok
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
			Input json.RawMessage
		}
		if err := json.Unmarshal(line, &request); err == nil && request.Op == "hello" {
			out.Encode(hello)
		} else if err == nil && request.ID != nil {
			key, value := answer(request.Op, request.Input)
			out.Encode(map[string]any{"id": *request.ID, key: value})
		} else {
			fmt.Fprintln(os.Stderr, "not a request:", err)
		}
	}
}
