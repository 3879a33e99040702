#!/usr/bin/env bash
# openssl and basenc (coreutils), as a script would make a challenge with them: an adapter in twenty lines of shell.
version=$(openssl version) && version=${version#OpenSSL } && version=${version%% *}
hello='{"protocol":1,"name":"openssl and basenc","version":"'$version'","language":"shell","ops":["derive"],"accepts":["hex"]}'

challenge() { openssl dgst -sha256 -binary | basenc --base64url --wrap=0; }

# The whole input as the runner writes it; with any other member it is another one.
derive() {
  if [[ ! $1 =~ \"input\":\{(\"method\":\"S256\",)?\"verifier(_hex)?\":\"([^\"\\]*)\"\}\}$ ]]; then
    answer='"unsupported":"a verifier under S256 alone: no JSON escapes in twenty lines of shell"' && return
  elif [[ ${BASH_REMATCH[2]} ]]; then
    made=$(printf %s "${BASH_REMATCH[3]^^}" | basenc --base16 --decode | challenge)
  else
    made=$(printf %s "${BASH_REMATCH[3]}" | challenge)
  fi
  answer='"ok":{"challenge":"'${made%%=*}'"}'
}

while IFS= read -r line; do
  [[ $line =~ \"op\":\"([^\"]*)\" ]] && op=${BASH_REMATCH[1]} || { echo "not a request" >&2; continue; }
  if [[ $op == hello ]]; then echo "$hello"; continue; fi
  [[ $line =~ \"id\":([0-9]+) ]] && id=${BASH_REMATCH[1]} || { echo "not a request" >&2; continue; }
  answer='"unsupported":"no such call"'
  [[ $op != derive ]] || derive "$line"
  echo "{\"id\":$id,$answer}"
done
