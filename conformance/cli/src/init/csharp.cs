// A PKCE adapter: one library behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
// Run it as it is, then put your library in the place of the stand-in below: pkce run -- dotnet run --no-build
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

/// <summary>The library has no such call.</summary>
sealed class UnsupportedException : Exception
{
    public UnsupportedException(string why) : base(why) { }
}

static class Adapter
{
    // ---- Your library goes here. Call it and report what it does: add no check, fill in no default. ----

    const string Name = "stand-in";
    const string Version = ""; // ask the library's assembly: typeof(SomeClass).Assembly.GetName().Version

    static string Derive(string verifier, string method = "S256")
    {
        if (!Regex.IsMatch(verifier, @"\A[A-Za-z0-9\-._~]{43,128}\z"))
            throw new ArgumentException("a verifier is 43 to 128 unreserved characters");
        if (method == "plain") return verifier;
        if (method != "S256") throw new ArgumentException("the methods are S256 and plain");
        using (var sha256 = SHA256.Create())
            return Base64Url(sha256.ComputeHash(Encoding.ASCII.GetBytes(verifier)));
    }

    static bool Verify(string verifier, string challenge, string method = "plain") =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Derive(verifier, method)), Encoding.UTF8.GetBytes(challenge));

    static string Generate(int? length)
    {
        if (length < 43 || length > 128)
            throw new ArgumentException("a verifier is 43 to 128 characters");
        var octets = new byte[96];
        RandomNumberGenerator.Fill(octets);
        return Base64Url(octets).Substring(0, length ?? 43);
    }

    static string Base64Url(byte[] octets) =>
        Convert.ToBase64String(octets).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    // How a throw counts: a neutral reason of PROTOCOL.md where the library refuses by it, with a class of its own or an
    // ArgumentException; `exception` where it comes from beneath (a NullReferenceException) and nobody caught it.
    static string Reason(Exception thrown)
    {
        var type = thrown.GetType();
        var beneath = (type.Namespace ?? "").StartsWith("System", StringComparison.Ordinal);
        if (beneath && type != typeof(ArgumentException)) return "exception";
        return thrown.Message.Contains("methods") ? "method_unsupported" : "other";
    }

    // ---- From here on it is the protocol. An operation that your library lacks leaves Ops. ----

    delegate object Operation(JsonElement input);

    static readonly Dictionary<string, Operation> Ops = new Dictionary<string, Operation>
    {
        // A call with a default of its own is made without what is absent; one that has none takes Text alone.
        ["derive"] = i => new
        {
            challenge = Has(i, "method") ? Derive(Text(i, "verifier"), Text(i, "method")) : Derive(Text(i, "verifier")),
        },
        ["verify"] = i => new
        {
            match = Has(i, "method")
                ? Verify(Text(i, "verifier"), Text(i, "challenge"), Text(i, "method"))
                : Verify(Text(i, "verifier"), Text(i, "challenge")),
        },
        ["generate"] = i => new { verifiers = Draw(i.GetProperty("count").GetInt32(), i.GetProperty("length")) },
    };

    // What each reads. Text alone: octets come only where the answer to hello has `accepts = new[] { "hex" }`.
    static readonly Dictionary<string, string[]> Members = new Dictionary<string, string[]>
    {
        ["derive"] = new[] { "verifier", "method" },
        ["verify"] = new[] { "verifier", "challenge", "method" },
        ["generate"] = new[] { "count", "length" },
    };

    static string[] Draw(int count, JsonElement length)
    {
        var characters = length.ValueKind == JsonValueKind.Null ? (int?)null : length.GetInt32();
        return Enumerable.Range(0, count).Select(_ => Generate(characters)).ToArray();
    }

    static bool Has(JsonElement values, string name) => values.TryGetProperty(name, out _);

    static string Text(JsonElement values, string name)
    {
        if (values.TryGetProperty(name, out var text)) return text.GetString();
        throw new UnsupportedException("no call without a " + name);
    }

    static object Answer(ulong id, string op, JsonElement values)
    {
        if (!Ops.TryGetValue(op, out var call)) return new { id, unsupported = "no " + op };
        if (values.EnumerateObject().Any(member => !Members[op].Contains(member.Name)))
            return new { id, unsupported = "a member that is not read here" };
        try
        {
            return new { id, ok = call(values) };
        }
        catch (UnsupportedException why)
        {
            return new { id, unsupported = why.Message };
        }
        catch (Exception thrown)
        {
            return new { id, error = new { reason = Reason(thrown), message = Clip(thrown.Message) } };
        }
    }

    // No half of a surrogate pair is left.
    static string Clip(string message) =>
        message.Length <= 1000 ? message : message.Substring(0, char.IsHighSurrogate(message[999]) ? 999 : 1000);

    static object Reply(JsonElement request)
    {
        var op = request.GetProperty("op").GetString();
        if (op == "hello") return new { protocol = 1, name = Name, version = Version, language = "C#", ops = Ops.Keys };
        return Answer(request.GetProperty("id").GetUInt64(), op, request.GetProperty("input"));
    }

    static void Main()
    {
        var lines = new StreamReader(Console.OpenStandardInput());
        var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true, NewLine = "\n" };
        Console.SetOut(Console.Error); // standard output is the protocol's
        for (var line = lines.ReadLine(); line != null; line = lines.ReadLine())
        {
            string reply;
            try
            {
                using (var request = JsonDocument.Parse(line))
                    reply = JsonSerializer.Serialize(Reply(request.RootElement));
            }
            catch (Exception error)
            {
                Console.Error.WriteLine("not a request: " + error.Message);
                continue;
            }
            output.WriteLine(reply);
        }
    }
}
