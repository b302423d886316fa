package dev.yodel.loadtest.cli.options;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one line for input that the command line refuses: the option, its value, and what is expected instead. */
public final class InputProblem {

    /** What picocli puts before the text of a value that it refuses; the group is the option. */
    private static final Pattern REFUSED = Pattern.compile(
            "Invalid value for (?:option '(--[^']+)'|positional parameter)(?: at index \\d+)?(?: \\(([^)]*)\\))?: ");

    /** Options of ghz, fortio and k6 that have another name here. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("-c", "--users"),
            Map.entry("--concurrency", "--users"),
            Map.entry("--vus", "--users"),
            Map.entry("-n", "--count"),
            Map.entry("--total", "--count"),
            Map.entry("--iterations", "--count"),
            Map.entry("-z", "--duration"),
            Map.entry("-t", "--duration"),
            Map.entry("-r", "--rate"),
            Map.entry("--rps", "--rate"),
            Map.entry("--qps", "--rate"));

    /** A suggestion is likely if it starts as the option does: two dashes and three letters. */
    private static final int LIKELY = 5;

    private InputProblem() {}

    /** The line, with the command that explains its options. */
    public static String text(ParameterException e, String... arguments) {
        return "%s (see %s --help)"
                .formatted(
                        problem(e, arguments),
                        e.getCommandLine().getCommandSpec().qualifiedName());
    }

    private static String problem(ParameterException e, String... arguments) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched
                && unmatched.getUnmatched().get(0).startsWith("-")) {
            return unknown(unmatched);
        }
        Matcher refused = REFUSED.matcher(message);
        if (!refused.lookingAt()) {
            return message;
        }
        String option = refused.group(1);
        if (option == null) {
            // The value of an option that there is not is taken for a parameter, and refused before the option is.
            CommandSpec spec = e.getCommandLine().getCommandSpec();
            Optional<String> unknown = Arrays.stream(arguments)
                    .filter(argument ->
                            argument.startsWith("--") && spec.findOption(argument.replaceFirst("=.*", "")) == null)
                    .findFirst();
            if (unknown.isPresent()) {
                return unknown(new UnmatchedArgumentException(e.getCommandLine(), List.of(unknown.get())));
            }
        }
        return (option == null ? refused.group(2) : option) + ": " + message.substring(refused.end());
    }

    private static String unknown(UnmatchedArgumentException unmatched) {
        String option = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
        String meant = ELSEWHERE.get(option);
        if (meant == null || unmatched.getCommandLine().getCommandSpec().findOption(meant) == null) {
            String start = option.substring(0, Math.min(option.length(), LIKELY));
            meant = unmatched.getSuggestions().stream()
                    .filter(near -> near.startsWith(start))
                    .findFirst()
                    .orElse(null);
        }
        return "unknown option: " + option + (meant == null ? "" : " (did you mean " + meant + "?)");
    }
}
