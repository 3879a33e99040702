#!/usr/bin/env ruby
# A PKCE adapter: one library behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
# Run it as it is, then put your library in the place of the stand-in below: pkce run -- ruby adapter.rb
require "json"
require "openssl"
require "securerandom"

# What the library raises by itself; `reason` is a neutral one of PROTOCOL.md.
class Refused < StandardError
  attr_reader :reason

  def initialize(reason, message)
    @reason = reason
    super(message)
  end
end

class Unsupported < StandardError; end # the library has no such call

# ---- Your library goes here. Call it and report what it does: add no check, fill in no default. ----

NAME, VERSION = "stand-in", "" # ask the library itself for its version, by Gem.loaded_specs or the like

def derive(verifier, method)
  unless verifier.match?(/\A[A-Za-z0-9\-._~]{43,128}\z/)
    raise Refused.new("other", "a verifier is 43 to 128 unreserved characters")
  end
  return verifier if method == "plain"
  raise Refused.new("method_unsupported", "the methods are S256 and plain") unless method == "S256"

  [OpenSSL::Digest.digest("SHA256", verifier)].pack("m0").tr("+/", "-_").delete("=")
end

def verify(verifier, challenge, method)
  OpenSSL.secure_compare(derive(verifier, method), challenge)
end

def generate(length)
  raise Refused.new("other", "a verifier is 43 to 128 characters") unless length.nil? || length.between?(43, 128)

  SecureRandom.urlsafe_base64(length || 32)[0, length || 43]
end

# ---- From here on it is the protocol. An operation that your library lacks leaves OPS. ----

OPS = {
  "derive" => ->(i) { { challenge: derive(text(i, "verifier"), text(i, "method")) } },
  "verify" => ->(i) { { match: verify(text(i, "verifier"), text(i, "challenge"), text(i, "method")) } },
  "generate" => ->(i) { { verifiers: Array.new(i["count"]) { generate(i["length"]) } } },
}.freeze
HELLO = { protocol: 1, name: NAME, version: VERSION, language: "Ruby", ops: OPS.keys }.freeze

def text(values, name)
  values.fetch(name) do
    raise Unsupported, values.key?("#{name}_hex") ? "text only, no octets" : "no call without a #{name}"
  end
end

def answer(op, values)
  return { unsupported: "no #{op}" } unless OPS.key?(op)

  { ok: OPS[op].call(values) }
rescue Unsupported => e
  { unsupported: e.message }
rescue Refused => e
  { error: { reason: e.reason, message: e.message[0, 1000] } }
rescue StandardError => e # from beneath, and nobody caught it
  { error: { reason: "exception", message: e.inspect.scrub[0, 1000] } }
end

$stdin.set_encoding("UTF-8")
$stdout.sync = true
$stdin.each_line do |line|
  request = JSON.parse(line)
  reply = request["op"] == "hello" ? HELLO : { id: request.fetch("id"), **answer(request["op"], request["input"]) }
  puts JSON.generate(reply)
rescue JSON::ParserError, KeyError, TypeError, NoMethodError => e
  warn "not a request: #{e.message}"
end
