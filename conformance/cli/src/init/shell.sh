#!/usr/bin/env bash
# A PKCE adapter: one command behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
# Run it as it is, then put your command in the place of the stand-in below: pkce run -- bash adapter.sh
# A shell has no JSON of its own: jq reads it. And a POSIX shell is not enough, so `sh adapter.sh` goes on in bash.
if [ -z "$BASH_VERSION" ]; then exec bash "$0" "$@"; fi
set +o posix
export LC_ALL=C # octets, and ranges of characters that mean no others

# What the command refuses by itself: a neutral reason (PROTOCOL.md), then its words.
refused() {
  echo '"error":{"reason":"'"$1"'","message":"'"$2"'"}'
  return 1
}

# ---- Your library goes here. Call it and report what it does: add no check, fill in no default. ----

name=stand-in
version= # ask the command itself for its version

derive() { # verifier method
  if [[ ! $1 =~ ^[A-Za-z0-9._~-]{43,128}$ ]]; then
    refused other "a verifier is 43 to 128 unreserved characters"
  elif [[ $2 == plain ]]; then
    echo "$1"
  elif [[ $2 == S256 ]]; then
    printf %s "$1" | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d =
  else
    refused method_unsupported "the methods are S256 and plain"
  fi
}

generate() { # count length, which is empty where there is none; a verifier a line
  local length=${2:-43}
  if ((length < 43 || length > 128)); then
    refused other "a verifier is 43 to 128 characters"
  else
    openssl rand -base64 $((96 * $1)) | tr -d '\n' | tr '+/' '-_' | fold -w 128 | cut -c "1-$length"
  fi
}

# ---- From here on it is the protocol. An operation that your command lacks leaves ops and requests. ----

ops='["derive","verify","generate"]'
hello='{"protocol":1,"name":"'$name'","version":"'$version'","language":"shell","ops":'$ops'}'

# Of each request what a command can be given, a NUL after each value: an argument holds none, and at most 128 KiB.
requests='
  def needs: {derive: ["verifier", "method"], verify: ["verifier", "challenge", "method"], generate: []}[.op];
  def unread: (.input | keys) - needs - (if .op == "generate" then ["count", "length"] else [] end) | first;
  def absent: needs - (.input | keys) | first;
  def unfit: [.input[needs[]]] | any(utf8bytelength > 131071 or (explode | index(0)));
  def why:
    if needs == null then "no \(.op)"
    elif unread then "\(unread) is not read here"
    elif absent then "no call without a \(absent)"
    elif unfit then "no argument of a command"
    else null end;
  if .op == "hello" then [0, .op] elif why then [.id, .op, (why | tojson)]
  else [.id, .op, null, (.input | .verifier, .challenge, .method, .count, .length)] end
  | range(8) as $i | "\(.[$i] // "")\u0000"'

answer() { # op verifier challenge method count length
  local out match=false
  case $1 in
    generate)
      if out=$(generate "$5" "$6"); then
        out='"ok":{"verifiers":['$(sed 's/.*/"&"/' <<<"$out" | paste -s -d , -)']}'
      fi
      ;;
    derive) out=$(derive "$2" "$4") && out='"ok":{"challenge":"'$out'"}' ;;
    verify)
      if out=$(derive "$2" "$4"); then
        if [[ $out == "$3" ]]; then match=true; fi
        out='"ok":{"match":'$match'}'
      fi
      ;;
  esac
  echo "$out"
}

next() { IFS= read -r -d '' "$1"; }
while next id && next op && next why && next verifier && next challenge && next method && next count && next length; do
  if [[ $op == hello ]]; then
    echo "$hello"
  elif [[ $why ]]; then
    echo '{"id":'"$id"',"unsupported":'"$why"'}'
  else
    echo '{"id":'"$id,$(answer "$op" "$verifier" "$challenge" "$method" "$count" "$length")"'}'
  fi
done < <(jq -j --unbuffered "$requests")
