package dev.yodel.service.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of {@code yodel serve}: its options in groups, in the order of the settings. */
final class ServiceHelp {

    /** The first option of each group, and the group's heading. */
    static final Map<String, String> GROUPS = groups();

    private ServiceHelp() {}

    private static Map<String, String> groups() {
        Map<String, String> groups = new LinkedHashMap<>();
        groups.put("--host", "Addresses");
        groups.put("--metric-names", "Metrics, logs and traces");
        groups.put("--tls-cert", "TLS and tokens");
        groups.put("--reflection", "Services and behavior");
        groups.put("--expose-metadata", "Metadata in responses");
        groups.put("--drain-wait", "Stopping");
        groups.put("--max-message-size", "Size of messages");
        groups.put("--profile", "Limits of memory and time");
        groups.put("--max-connections", "Limits of connections and calls");
        groups.put("--handshake-timeout", "Age of connections");
        groups.put("--max-rooms", "Chat rooms");
        return groups;
    }

    /** Prints the options of the command in groups. */
    static CommandLine grouped(CommandLine command) {
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, ServiceHelp::options);
        return command;
    }

    private static String options(Help help) {
        StringBuilder text = new StringBuilder();
        List<OptionSpec> group = new ArrayList<>();
        for (OptionSpec option : help.commandSpec().options()) {
            String heading = GROUPS.get(option.longestName());
            if (heading != null) {
                text.append(table(help, group)).append('\n').append(heading).append(":\n");
                group.clear();
            }
            group.add(option);
        }
        return text.append(table(help, group)).toString();
    }

    private static String table(Help help, List<OptionSpec> options) {
        Layout layout = help.createDefaultLayout();
        layout.addOptions(options, help.parameterLabelRenderer());
        return layout.toString();
    }
}
