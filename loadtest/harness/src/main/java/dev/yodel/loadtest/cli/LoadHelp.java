package dev.yodel.loadtest.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The help of {@code yodel load}: one screen with the flags that most loads need, or all flags in groups.
 */
final class LoadHelp {

    /** At most 15: more do not fit on a screen. */
    private static final List<String> USUAL = List.of(
            "--call",
            "--data",
            "--feed",
            "--users",
            "--rate",
            "--streams",
            "--duration",
            "--count",
            "--expect",
            "--tls",
            "--cacert",
            "--proto",
            "--metadata",
            "--out",
            "--help-all");

    private static final List<String> HELP = List.of("--help-all", "--help-expressions");

    private static final Map<String, String> GROUPS = groups();

    private LoadHelp() {}

    /** The names of mixins, and their headings. */
    private static Map<String, String> groups() {
        Map<String, String> groups = new LinkedHashMap<>();
        groups.put("data", "Data");
        groups.put("profile", "Load");
        groups.put("calls", "Calls and streams");
        groups.put("target", "Target, TLS and schema");
        groups.put("metadata", "Metadata and tokens");
        groups.put("connections", "Connections");
        groups.put("proxy", "Proxy");
        groups.put("connect", "Start");
        groups.put("injectors", "Several load generators");
        groups.put("expect", "Expectations");
        groups.put("output", "Results");
        return groups;
    }

    /** Makes the help of the command one screen. */
    static void shorten(CommandLine load) {
        load.getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> options(help, usual(help.commandSpec())));
    }

    /** All flags in groups, and the notes. */
    static String all(CommandSpec spec, String notes) {
        StringBuilder text = new StringBuilder("Usage: ./yodel load TARGET --call METHOD [OPTIONS]\n")
                .append(String.join("\n", spec.usageMessage().description()))
                .append('\n');
        Help help = new Help(spec);
        text.append('\n').append(options(help, own(spec)));
        GROUPS.forEach((mixin, heading) -> text.append('\n')
                .append(heading)
                .append(":\n")
                .append(options(
                        help,
                        Objects.requireNonNull(spec.mixins().get(mixin), mixin).options())));
        text.append("\nHelp:\n")
                .append(options(
                        help,
                        HELP.stream()
                                .map(name -> Objects.requireNonNull(spec.findOption(name), name))
                                .toList()));
        return text.append('\n').append(notes).toString();
    }

    private static List<OptionSpec> own(CommandSpec spec) {
        return Stream.of("--call", "--plan", "--print-plan")
                .map(name -> Objects.requireNonNull(spec.findOption(name), name))
                .toList();
    }

    private static List<OptionSpec> usual(CommandSpec spec) {
        return USUAL.stream()
                .map(name -> Objects.requireNonNull(spec.findOption(name), name))
                .toList();
    }

    private static String options(Help help, List<OptionSpec> options) {
        Layout layout = help.createDefaultLayout();
        layout.addOptions(options, help.parameterLabelRenderer());
        return layout.toString();
    }
}
