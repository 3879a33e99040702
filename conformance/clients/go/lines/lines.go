// Package lines is the line protocol (README.md), for every Go fixture beside it.
package lines

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
)

type request struct {
	Op    string  `json:"op"`
	Login int     `json:"login"`
	URL   string  `json:"url"`
	Body  *string `json:"body"`
}

type answer struct {
	Login int    `json:"login,omitempty"`
	URL   string `json:"url,omitempty"`
	Token bool   `json:"token,omitempty"`
	Error string `json:"error,omitempty"`
}

// Serve answers until the input ends. Begin gives the URL that the user agent is sent to, and what the app keeps of this
// login until its callback. Callback gets what was kept and the parameters that came back, from the query or from the
// form that was posted; it ends without an error where the library has a token.
func Serve[K any](begin func() (string, K, error), callback func(K, url.Values) error) {
	kept := map[int]K{}
	logins := 0

	answered := func(r request) (answer, error) {
		if r.Op == "begin" {
			to, keep, err := begin()
			if err != nil {
				return answer{}, err
			}
			logins++
			kept[logins] = keep
			return answer{Login: logins, URL: to}, nil
		}
		keep, open := kept[r.Login]
		if !open {
			return answer{}, fmt.Errorf("no login %d is open", r.Login)
		}
		parameters, err := came(r)
		if err != nil {
			return answer{}, err
		}
		if err := callback(keep, parameters); err != nil {
			return answer{}, err
		}
		// An app forgets a login that is done, and not one that a stranger's callback failed.
		delete(kept, r.Login)
		return answer{Token: true}, nil
	}

	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for in.Scan() {
		var r request
		said, err := answer{}, json.Unmarshal(in.Bytes(), &r)
		if err == nil {
			said, err = answered(r)
		}
		if err != nil {
			said = answer{Error: err.Error()}
		}
		if out.Encode(said) != nil {
			return
		}
	}
}

func came(r request) (url.Values, error) {
	if r.Body != nil {
		return url.ParseQuery(*r.Body)
	}
	to, err := url.Parse(r.URL)
	if err != nil {
		return nil, err
	}
	return to.Query(), nil
}
