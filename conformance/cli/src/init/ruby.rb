#!/usr/bin/env ruby
# A PKCE adapter: one library behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
# Run it as it is, then put your library in the place of the stand-in below: pkce run -- ruby adapter.rb
require "json"
require "openssl"
require "securerandom"

# ---- Your library goes here. Call it and report what it does: add no check, fill in no default. ----

NAME, VERSION = "stand-in", "" # ask the library itself for its version, by Gem.loaded_specs or the like
REFUSES = [ArgumentError, RuntimeError].freeze # what the library raises by itself: its own classes, and `raise "text"`

def derive(verifier, method = "S256")
  unless verifier.match?(/\A[A-Za-z0-9\-._~]{43,128}\z/)
    raise ArgumentError, "a verifier is 43 to 128 unreserved characters"
  end
  return verifier if method == "plain"
  raise ArgumentError, "the methods are S256 and plain" unless method == "S256"

  [OpenSSL::Digest.digest("SHA256", verifier)].pack("m0").tr("+/", "-_").delete("=")
end

def verify(verifier, challenge, method = "plain")
  OpenSSL.secure_compare(derive(verifier, method), challenge)
end

def generate(length)
  raise ArgumentError, "a verifier is 43 to 128 characters" unless length.nil? || length.between?(43, 128)

  SecureRandom.urlsafe_base64(length || 32)[0, length || 43]
end

# How a refusal counts: a neutral reason of PROTOCOL.md; when in doubt, `other`.
def reason(error)
  error.message.include?("methods") ? "method_unsupported" : "other"
end

# ---- From here on it is the protocol. An operation that your library lacks leaves OPS. ----

OPS = {
  "derive" => ->(i) { { challenge: derive(text(i, "verifier"), *optional(i, "method")) } },
  "verify" => ->(i) { { match: verify(text(i, "verifier"), text(i, "challenge"), *optional(i, "method")) } },
  "generate" => ->(i) { { verifiers: Array.new(i["count"]) { generate(i["length"]) } } },
}.freeze
# What each reads. Text alone: octets come only where HELLO has accepts: ["hex"].
MEMBERS = {
  "derive" => %w[verifier method], "verify" => %w[verifier challenge method], "generate" => %w[count length],
}.freeze
HELLO = { protocol: 1, name: NAME, version: VERSION, language: "Ruby", ops: OPS.keys }.freeze

class Unsupported < StandardError; end # the library has no such call

def text(values, name)
  values.fetch(name) { raise Unsupported, "no call without a #{name}" }
end

# The last argument, where it is given: the call has a default of its own, or none (then it is `text`).
def optional(values, name)
  values.values_at(name).compact
end

def answer(op, values)
  return { unsupported: "no #{op}" } unless OPS.key?(op)
  return { unsupported: "a member that is not read here" } unless (values.keys - MEMBERS[op]).empty?

  { ok: OPS[op].call(values) }
rescue Unsupported => e
  { unsupported: e.message }
rescue *REFUSES => e
  # By its very class: what is derived from it (a FrozenError is a RuntimeError) comes from beneath.
  known = REFUSES.include?(e.class)
  { error: { reason: known ? reason(e) : "exception", message: e.message.scrub[0, 1000] } }
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
