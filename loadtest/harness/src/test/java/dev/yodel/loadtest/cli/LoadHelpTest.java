package dev.yodel.loadtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class LoadHelpTest {

    private static final Pattern FLAG = Pattern.compile("(?m)^ {2,6}(?:-\\w, *)?(--[a-z-]+)");

    private final CommandLine load = YodelCommand.commands().getSubcommands().get("load");

    @Test
    void the_help_is_one_screen() {
        List<String> lines = load.getUsageMessage().lines().toList();

        assertThat(lines)
                .hasSizeLessThanOrEqualTo(50)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(flags(load.getUsageMessage())).hasSizeLessThanOrEqualTo(15);
        assertThat(lines.stream().filter(line -> line.startsWith("  ./yodel load ")))
                .hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void all_options_are_in_the_groups() {
        String all = LoadHelp.all(load.getCommandSpec(), "");

        assertThat(flags(all))
                .containsExactlyInAnyOrderElementsOf(load.getCommandSpec().options().stream()
                        .filter(option -> !option.usageHelp() && !option.versionHelp())
                        .map(OptionSpec::longestName)
                        .toList());
    }

    /** Editors complete and check a plan by it. */
    @Test
    void the_schema_of_plans_has_every_option() throws Exception {
        JsonNode schema;
        try (InputStream in = LoadHelp.class.getResourceAsStream("/dev/yodel/loadtest/plan/plan.schema.json")) {
            schema = new ObjectMapper().readTree(in);
        }
        List<String> keys = new ArrayList<>(List.of("target", "calls"));
        load.getCommandSpec().options().stream()
                .map(option -> option.longestName().replaceFirst("^-+", ""))
                .filter(name -> !name.startsWith("help")
                        && !List.of("version", "plan", "print-plan", "print-manifests")
                                .contains(name))
                .forEach(keys::add);

        assertThat(schema.get("properties").fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void shells_get_the_flags() {
        assertThat(script("fish")).contains("__fish_seen_subcommand_from load' -l connections ");
        assertThat(script("bash")).contains("'--connections'");
    }

    private static String script(String shell) {
        java.io.StringWriter out = new java.io.StringWriter();
        CommandLine commands = YodelCommand.commands().setOut(new java.io.PrintWriter(out));
        assertThat(commands.execute("completion", shell)).isZero();
        return out.toString();
    }

    private static List<String> flags(String help) {
        return FLAG.matcher(help).results().map(found -> found.group(1)).toList();
    }
}
