package dev.yodel.loadtest.plan.data;

import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The expressions that data and metadata may have, beside the columns of a feed. */
public final class Expressions {

    /** The running number of a call, over all users. */
    public static final String NUMBER = "number";

    /** The number of a user. */
    public static final String USER = "user";

    private static final Map<String, String> FORMS = forms();
    private static final Pattern NAME = Pattern.compile("#\\{\\s*([A-Za-z_][A-Za-z0-9_ -]*?)\\s*[}.(]");
    private static final Pattern FUNCTION = Pattern.compile("#\\{\\s*([A-Za-z_][A-Za-z0-9_]*)\\(");

    private Expressions() {}

    private static Map<String, String> forms() {
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("#{number}", "running number of the call, from 1, over all users");
        forms.put("#{user}", "number of the user or held stream, from 1");
        forms.put("#{randomUuid()}", "a random UUID");
        forms.put("#{randomSecureUuid()}", "a random UUID of a secure generator, which is slower");
        forms.put("#{randomInt()}", "a random 32-bit integer");
        forms.put("#{randomInt(1,100)}", "a random integer, from 1 to below 100");
        forms.put("#{randomLong()}", "a random 64-bit integer");
        forms.put("#{randomLong(1,100)}", "a random integer, from 1 to below 100, for a 64-bit field");
        forms.put("#{randomDouble(0.5,2.5)}", "a random decimal number, from 0.5 to below 2.5");
        forms.put("#{randomDouble(0.5,2.5,2)}", "the same with at most 2 digits after the point");
        forms.put("#{randomAlphanumeric(12)}", "12 random letters and digits");
        forms.put("#{currentTimeMillis()}", "the time in milliseconds since 1970");
        forms.put("#{currentDate(yyyy-MM-dd'T'HH:mm:ss)}", "the time in a format of Java's DateTimeFormatter");
        forms.put("#{column}", "the value of a column of --feed in the row of the call");
        return forms;
    }

    /** What each form is replaced by. */
    public static Map<String, String> all() {
        return FORMS;
    }

    /** The forms as a text for a terminal. */
    public static String help() {
        StringBuilder text = new StringBuilder(
                "Expressions in --data and in the values of --metadata, evaluated for each call:\n\n");
        all().forEach((form, meaning) -> text.append("  %-42s %s%n".formatted(form, meaning)));
        return text.append("\nAn expression that is a whole value takes the type of its field: {\"id\": #{number}}.\n")
                .append("##{text} is the text #{text} itself.\n")
                .toString();
    }

    /** Whether any of the texts has the expression of that name. */
    public static boolean uses(String name, Collection<String> texts) {
        return texts.stream().anyMatch(text -> names(text).contains(name));
    }

    /**
     * Checks that every name is one of a column or built in, and every column is used.
     *
     * @throws IllegalArgumentException otherwise, with the name
     */
    public static void check(Collection<String> texts, @Nullable Feed feed) {
        List<String> columns = feed == null ? List.of() : feed.columns();
        Set<String> known = new LinkedHashSet<>(columns);
        known.addAll(List.of(NUMBER, USER));
        Set<String> used = new LinkedHashSet<>();
        texts.forEach(text -> used.addAll(names(text)));
        for (String name : used) {
            if (!known.contains(name)) {
                throw SchemaException.unknown("data: #{%s}".formatted(name), name, known);
            }
        }
        for (String column : columns) {
            if (!used.contains(column)) {
                throw new IllegalArgumentException(
                        "feed: %s: column %s is used nowhere (expected: #{%s} in --data or --metadata, or a file without it)"
                                .formatted(feed == null ? "" : feed.file(), column, column));
            }
        }
    }

    private static Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher name = NAME.matcher(text);
        while (name.find()) {
            boolean escaped = name.start() > 0 && text.charAt(name.start() - 1) == '#';
            if (!escaped
                    && !FUNCTION.matcher(text)
                            .region(name.start(), text.length())
                            .lookingAt()) {
                names.add(name.group(1));
            }
        }
        return names;
    }
}
