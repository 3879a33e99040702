import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The adapter protocol, version 1 (PROTOCOL.md), for every Java adapter beside this file.
 *
 * <p>An adapter names its library and its operations, each a function of the request's input that returns what
 * {@code ok} holds.
 */
final class Shim {
    /** What the library throws by itself: a neutral reason of PROTOCOL.md, and its words. */
    static final class Refused extends RuntimeException {
        final String reason;

        Refused(String reason, String message) {
            super(message);
            this.reason = reason;
        }
    }

    /** The library has no such call. */
    static final class Unsupported extends RuntimeException {
        Unsupported(String why) {
            super(why);
        }
    }

    @FunctionalInterface
    interface Operation {
        Object on(JsonNode input) throws Exception;
    }

    record Adapter(String name, String version, Map<String, Operation> ops, List<String> notOurs,
            Map<String, ?> offers, List<String> accepts) {
        /** Of a library that takes text. */
        Adapter(String name, String version, Map<String, Operation> ops, Map<String, ?> offers) {
            this(name, version, ops, List.of(), offers, List.of());
        }
    }

    /** The members of each library operation, each of which may come in hexadecimal. */
    private static final Map<String, Set<String>> MEMBERS = Map.of(
            "derive", Set.of("method", "verifier"),
            "verify", Set.of("method", "challenge", "verifier"),
            "check_verifier", Set.of("verifier"),
            "check_challenge", Set.of("method", "challenge"),
            "parse_method", Set.of("method"),
            "generate", Set.of("count", "length"));

    /** No member but these: one that is left out may be what the request is about. */
    static void known(JsonNode values, Set<String> names) {
        values.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new Unsupported("no such member: " + name);
            }
        });
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A member that must be there, as text: for a call that cannot be made without it. */
    static String text(JsonNode input, String name) {
        if (input.has(name + "_hex")) {
            throw new Unsupported("text only, no octets");
        }
        if (!input.has(name)) {
            throw new Unsupported("no call without a " + name);
        }
        return input.get(name).textValue();
    }

    /** For a call that takes no length: one verifier after another. */
    static Object draw(JsonNode input, Supplier<String> generate) {
        if (!input.get("length").isNull()) {
            throw new Unsupported("the call takes no length");
        }
        return Map.of("verifiers", Stream.generate(generate).limit(input.get("count").intValue()).toList());
    }

    /** For a call that refuses an argument by an IllegalArgumentException, as its documentation says. */
    static <T> T refusing(Function<String, String> reason, Supplier<T> call) {
        try {
            return call.get();
        } catch (IllegalArgumentException refused) {
            throw new Refused(reason.apply(refused.getMessage()), refused.getMessage());
        }
    }

    /** The version that the library's jar tells. */
    static String version(Class<?> library) {
        String version = library.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }

    /** Answers until standard input ends. */
    static void serve(Adapter adapter) throws IOException {
        OutputStream out = System.out;
        System.setOut(System.err);
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        // A carriage return ends a line too, which JSON's strings cannot hold as it is.
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Object reply;
            try {
                reply = reply(adapter, JSON.readTree(line));
            } catch (JsonProcessingException | IllegalArgumentException error) {
                System.err.println("not a request: " + error.getMessage());
                continue;
            }
            out.write((JSON.writeValueAsString(reply) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        System.exit(0);
    }

    private static Map<String, Object> reply(Adapter adapter, JsonNode request) {
        String op = request.path("op").asText();
        if (op.equals("hello")) {
            return Map.of("protocol", 1, "name", adapter.name, "version", adapter.version, "language", "Java",
                    "ops", adapter.ops.keySet(), "not_ours", adapter.notOurs, "offers", adapter.offers,
                    "accepts", adapter.accepts);
        }
        if (!request.path("id").isIntegralNumber()) {
            throw new IllegalArgumentException("it has no id");
        }
        var reply = new LinkedHashMap<String, Object>(Map.of("id", request.get("id")));
        reply.putAll(answer(adapter.ops.get(op), op, request.path("input")));
        return reply;
    }

    private static Map<String, ?> answer(Operation operation, String op, JsonNode input) {
        if (operation == null) {
            return Map.of("unsupported", "no " + op);
        }
        try {
            if (MEMBERS.containsKey(op)) {
                var names = MEMBERS.get(op).stream().flatMap(name -> Stream.of(name, name + "_hex"));
                known(input, names.collect(Collectors.toSet()));
            }
            return Map.of("ok", operation.on(input));
        } catch (Unsupported why) {
            return Map.of("unsupported", why.getMessage());
        } catch (Refused refused) {
            return error(refused.reason, refused.getMessage());
        } catch (Throwable beneath) { // nobody caught it; an Error neither
            return error("exception", beneath.toString());
        }
    }

    private static Map<String, ?> error(String reason, String message) {
        String cut = String.valueOf(message);
        return Map.of("error", Map.of("reason", reason, "message", cut.substring(0, Math.min(cut.length(), 500))));
    }

    private Shim() {}
}
