#!/usr/bin/env bash
# openssl and basenc (coreutils), as a script would make a challenge with them: an adapter in twenty lines of shell.
version=$(openssl version) && version=${version#OpenSSL } && version=${version%% *}
hello='{"protocol":1,"name":"openssl and basenc","version":"'$version'","language":"shell","ops":["derive"]}'

challenge() { openssl dgst -sha256 -binary | basenc --base64url --wrap=0; }

derive() {
  if [[ $1 =~ \"method\" && ! $1 =~ \"method\":\"S256\" ]]; then
    answer='"unsupported":"this is S256"' && return
  elif [[ $1 =~ \"verifier_hex\":\"([0-9a-f]*)\" ]]; then
    made=$(printf %s "${BASH_REMATCH[1]^^}" | basenc --base16 --decode | challenge)
  elif [[ $1 =~ \"verifier\":\"([^\"\\]*)\" ]]; then
    made=$(printf %s "${BASH_REMATCH[1]}" | challenge)
  else
    answer='"unsupported":"no JSON escapes in twenty lines of shell"' && return
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
