<?php
// A PKCE adapter: one library behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
// Run it as it is, then put your library in the place of the stand-in below: pkce run -- php adapter.php
declare(strict_types=1);

ini_set('display_errors', 'stderr'); // standard output is the protocol's

/** What the library throws by itself; the reason is a neutral one of PROTOCOL.md. */
final class Refused extends Exception
{
    public function __construct(public readonly string $reason, string $message)
    {
        parent::__construct($message);
    }
}

/** The library has no such call. */
final class Unsupported extends Exception {}

// ---- Your library goes here. Call it and report what it does: add no check, fill in no default. ----

const NAME = 'stand-in';
const VERSION = ''; // ask Composer for the library's version: Composer\InstalledVersions::getPrettyVersion

function derive(string $verifier, string $method): string
{
    if (!preg_match('/\A[A-Za-z0-9\-._~]{43,128}\z/', $verifier)) {
        throw new Refused('other', 'a verifier is 43 to 128 unreserved characters');
    }
    return match ($method) {
        'plain' => $verifier,
        'S256' => base64url(hash('sha256', $verifier, binary: true)),
        default => throw new Refused('method_unsupported', 'the methods are S256 and plain'),
    };
}

function verify(string $verifier, string $challenge, string $method): bool
{
    return hash_equals(derive($verifier, $method), $challenge);
}

function generate(?int $length): string
{
    if ($length !== null && ($length < 43 || $length > 128)) {
        throw new Refused('other', 'a verifier is 43 to 128 characters');
    }
    return substr(base64url(random_bytes($length ?? 32)), 0, $length ?? 43);
}

function base64url(string $octets): string
{
    return rtrim(strtr(base64_encode($octets), '+/', '-_'), '=');
}

// ---- From here on it is the protocol. An operation that your library lacks leaves $ops. ----

$ops = [
    'derive' => fn($i) => ['challenge' => derive(text($i, 'verifier'), text($i, 'method'))],
    'verify' => fn($i) => ['match' => verify(text($i, 'verifier'), text($i, 'challenge'), text($i, 'method'))],
    'generate' => fn($i) => ['verifiers' => array_map(fn() => generate($i->length), range(1, $i->count))],
];
$hello = ['protocol' => 1, 'name' => NAME, 'version' => VERSION, 'language' => 'PHP', 'ops' => array_keys($ops)];

/** A value that must be there. A string holds any octets in PHP, so what comes in hexadecimal is decoded. */
function text(stdClass $values, string $name): string
{
    $hex = $values->{$name . '_hex'} ?? null;
    return $hex !== null ? hex2bin($hex) : $values->$name ?? throw new Unsupported("no call without a $name");
}

function answer(?Closure $call, string $op, stdClass $values): array
{
    try {
        return $call ? ['ok' => $call($values)] : ['unsupported' => "no $op"];
    } catch (Unsupported $why) {
        return ['unsupported' => $why->getMessage()];
    } catch (Refused $refused) {
        return ['error' => ['reason' => $refused->reason, 'message' => substr($refused->getMessage(), 0, 1000)]];
    } catch (Throwable $error) { // from beneath, and nobody caught it
        return ['error' => ['reason' => 'exception', 'message' => substr((string) $error, 0, 1000)]];
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
