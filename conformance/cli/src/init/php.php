<?php
// A PKCE adapter: one library behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
// Run it as it is, then put your library in the place of the stand-in below: pkce run -- php adapter.php
declare(strict_types=1);

ini_set('display_errors', 'stderr'); // standard output is the protocol's

/** The library has no such call. */
final class Unsupported extends Exception {}

// ---- Your library goes here. Call it and report what it does: add no check, fill in no default. ----

const NAME = 'stand-in';
const VERSION = ''; // ask Composer for the library's version: Composer\InstalledVersions::getPrettyVersion

function derive(string $verifier, string $method = 'S256'): string
{
    if (!preg_match('/\A[A-Za-z0-9\-._~]{43,128}\z/', $verifier)) {
        throw new InvalidArgumentException('a verifier is 43 to 128 unreserved characters');
    }
    return match ($method) {
        'plain' => $verifier,
        'S256' => base64url(hash('sha256', $verifier, binary: true)),
        default => throw new InvalidArgumentException('the methods are S256 and plain'),
    };
}

function verify(string $verifier, string $challenge, string $method = 'plain'): bool
{
    return hash_equals(derive($verifier, $method), $challenge);
}

function generate(?int $length): string
{
    if ($length !== null && ($length < 43 || $length > 128)) {
        throw new InvalidArgumentException('a verifier is 43 to 128 characters');
    }
    return substr(base64url(random_bytes($length ?? 32)), 0, $length ?? 43);
}

function base64url(string $octets): string
{
    return rtrim(strtr(base64_encode($octets), '+/', '-_'), '=');
}

/**
 * How a throw counts: an Exception is the library's own refusal, with a neutral reason of PROTOCOL.md; an Error (TypeError,
 * a call on null) and a warning made an ErrorException come from beneath, and nobody caught them.
 */
function reason(Throwable $thrown): string
{
    if ($thrown instanceof Error || $thrown instanceof ErrorException) {
        return 'exception';
    }
    return str_contains($thrown->getMessage(), 'methods') ? 'method_unsupported' : 'other';
}

// ---- From here on it is the protocol. An operation that your library lacks leaves $ops. ----

$ops = [
    'derive' => fn($i) => ['challenge' => derive(text($i, 'verifier'), ...optional($i, 'method'))],
    'verify' => fn($i) => ['match' => verify(text($i, 'verifier'), text($i, 'challenge'), ...optional($i, 'method'))],
    'generate' => fn($i) => ['verifiers' => array_map(fn() => generate($i->length), range(1, $i->count))],
];
// What each reads. A string holds any octets in PHP, so what comes in hexadecimal is accepted, and decoded.
const MEMBERS = [
    'derive' => ['verifier', 'method'],
    'verify' => ['verifier', 'challenge', 'method'],
    'generate' => ['count', 'length'],
];
$hello = ['protocol' => 1, 'name' => NAME, 'version' => VERSION, 'language' => 'PHP', 'ops' => array_keys($ops)];
$hello['accepts'] = ['hex'];

/** A value that must be there. */
function text(stdClass $values, string $name): string
{
    return optional($values, $name)[0] ?? throw new Unsupported("no call without a $name");
}

/** The last argument, where it is given: the call has a default of its own, or none (then it is `text`). */
function optional(stdClass $values, string $name): array
{
    $hex = $values->{$name . '_hex'} ?? null;
    return $hex !== null ? [hex2bin($hex)] : (isset($values->$name) ? [$values->$name] : []);
}

function answer(?Closure $call, string $op, stdClass $values): array
{
    if (!$call) {
        return ['unsupported' => "no $op"];
    }
    foreach (get_object_vars($values) as $name => $value) {
        if (!in_array(preg_replace('/_hex$/', '', $name), MEMBERS[$op], true)) {
            return ['unsupported' => "$name is not read here"];
        }
    }
    try {
        return ['ok' => $call($values)];
    } catch (Unsupported $why) {
        return ['unsupported' => $why->getMessage()];
    } catch (Throwable $thrown) {
        return ['error' => ['reason' => reason($thrown), 'message' => substr($thrown->getMessage(), 0, 1000)]];
    }
}

while (($line = fgets(STDIN)) !== false) {
    $request = json_decode($line);
    $op = $request->op ?? null;
    if ($op === 'hello' || isset($op, $request->id, $request->input)) {
        $reply = $op === 'hello' ? $hello : ['id' => $request->id] + answer($ops[$op] ?? null, $op, $request->input);
        fwrite(STDOUT, json_encode($reply, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE) . "\n");
    } else {
        fwrite(STDERR, "not a request\n");
    }
}
