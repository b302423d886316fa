package dev.yodel.service.security;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Which methods need a token, and which scopes it needs. Thread-safe.
 *
 * @param exempt matches the full names of methods that need no token
 * @param scopes the scopes, each with the methods that need it
 */
public record MethodRules(Pattern exempt, List<Scope> scopes) {

    /** A scope, and the full names of the methods that need it. */
    public record Scope(String name, Pattern methods) {}

    /** What one method needs. */
    record Need(boolean token, List<String> scopes) {}

    /**
     * Parses scopes such as {@code ops=grpc.channelz.*,greet=yodel.v1.GreetingService/*}.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    public static List<Scope> scopes(String text) {
        List<Scope> scopes = new ArrayList<>();
        for (String rule : Splitter.on(',').trimResults().omitEmptyStrings().split(text)) {
            int equals = rule.indexOf('=');
            if (equals < 1 || equals == rule.length() - 1) {
                throw new IllegalArgumentException(rule);
            }
            String methods = Pattern.quote(rule.substring(equals + 1)).replace("*", "\\E.*\\Q");
            scopes.add(new Scope(rule.substring(0, equals), Pattern.compile(methods)));
        }
        return List.copyOf(scopes);
    }

    /** Remembers what each method needs: only the methods of this server are asked for. */
    Map<String, Need> memory() {
        return new ConcurrentHashMap<>();
    }

    Need need(String method) {
        if (exempt.matcher(method).matches()) {
            return new Need(false, List.of());
        }
        return new Need(
                true,
                scopes.stream()
                        .filter(scope -> scope.methods().matcher(method).matches())
                        .map(Scope::name)
                        .toList());
    }
}
