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

/// <summary>What the library throws by itself; the reason is a neutral one of PROTOCOL.md.</summary>
sealed class RefusedException : Exception
{
    public string Reason { get; }

    public RefusedException(string reason, string message) : base(message) => Reason = reason;
}

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

    static string Derive(string verifier, string method)
    {
        if (!Regex.IsMatch(verifier, @"\A[A-Za-z0-9\-._~]{43,128}\z"))
            throw new RefusedException("other", "a verifier is 43 to 128 unreserved characters");
        if (method == "plain") return verifier;
        if (method != "S256") throw new RefusedException("method_unsupported", "the methods are S256 and plain");
        using (var sha256 = SHA256.Create())
            return Base64Url(sha256.ComputeHash(Encoding.ASCII.GetBytes(verifier)));
    }

    static bool Verify(string verifier, string challenge, string method) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Derive(verifier, method)), Encoding.UTF8.GetBytes(challenge));

    static string Generate(int? length)
    {
        if (length < 43 || length > 128)
            throw new RefusedException("other", "a verifier is 43 to 128 characters");
        var octets = new byte[96];
        RandomNumberGenerator.Fill(octets);
        return Base64Url(octets).Substring(0, length ?? 43);
    }

    static string Base64Url(byte[] octets) =>
        Convert.ToBase64String(octets).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    // ---- From here on it is the protocol. An operation that your library lacks leaves Ops. ----

    delegate object Operation(JsonElement input);

    static readonly Dictionary<string, Operation> Ops = new Dictionary<string, Operation>
    {
        ["derive"] = i => new { challenge = Derive(Text(i, "verifier"), Text(i, "method")) },
        ["verify"] = i => new { match = Verify(Text(i, "verifier"), Text(i, "challenge"), Text(i, "method")) },
        ["generate"] = i => new { verifiers = Draw(i.GetProperty("count").GetInt32(), i.GetProperty("length")) },
    };

    static string[] Draw(int count, JsonElement length)
    {
        var characters = length.ValueKind == JsonValueKind.Null ? (int?)null : length.GetInt32();
        return Enumerable.Range(0, count).Select(_ => Generate(characters)).ToArray();
    }

    static string Text(JsonElement values, string name)
    {
        if (values.TryGetProperty(name, out var text)) return text.GetString();
        var octets = values.TryGetProperty(name + "_hex", out _);
        throw new UnsupportedException(octets ? "text only, no octets" : "no call without a " + name);
    }

    static object Answer(ulong id, string op, JsonElement values)
    {
        if (!Ops.TryGetValue(op, out var call)) return new { id, unsupported = "no " + op };
        try
        {
            return new { id, ok = call(values) };
        }
        catch (UnsupportedException why)
        {
            return new { id, unsupported = why.Message };
        }
        catch (RefusedException refused)
        {
            return new { id, error = new { reason = refused.Reason, message = Clip(refused.Message) } };
        }
        catch (Exception error) // from beneath, and nobody caught it
        {
            return new { id, error = new { reason = "exception", message = Clip(error.ToString()) } };
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
