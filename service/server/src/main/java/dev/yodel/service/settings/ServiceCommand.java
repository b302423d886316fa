package dev.yodel.service.settings;

import dev.yodel.service.info.Version;
import dev.yodel.service.settings.SettingSource.Description;
import dev.yodel.service.settings.SettingSource.Given;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line of the server: flags, then variables, then the file. */
public final class ServiceCommand {

    private static final String CONFIG = "config";

    private ServiceCommand() {}

    /** The command line as picocli knows it, with an option for every setting. */
    public static CommandLine commandLine() {
        CommandSpec spec = CommandSpec.create().name("yodel serve").mixinStandardHelpOptions(true);
        spec.version("yodel " + Version.current());
        spec.usageMessage()
                .description("Serves greetings and echoes over gRPC.")
                .footer(
                        "",
                        "A flag goes before a variable (--metrics-port: YODEL_METRICS_PORT), a variable before a line of",
                        "the file (metrics-port=9464), that before the default. YODEL_LOG_LEVEL: DEBUG, INFO, WARN, ERROR.",
                        "Exit codes: 0 drained after SIGTERM or SIGINT, 1 could not start, 2 bad settings.")
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .longOptionsMaxWidth(36)
                .width(120);
        spec.addOption(option(CONFIG, "FILE", "Properties file with settings by the names of their flags."));
        for (Description setting : descriptions()) {
            String fallback = setting.fallback().isEmpty() ? "empty" : setting.fallback();
            String text = setting.meaning() + " Default: " + fallback + " (" + setting.expected() + ")";
            spec.addOption(option(setting.name(), "VALUE", text));
        }
        return new CommandLine(spec);
    }

    /**
     * Reads all settings.
     *
     * @throws BadSettingException if one is unknown or out of bounds
     */
    static ServiceSettings parse(String[] flags, Map<String, String> environment) {
        try {
            return settings(commandLine().parseArgs(flags), environment);
        } catch (ParameterException e) {
            throw new BadSettingException(String.valueOf(e.getMessage()));
        }
    }

    public static ServiceSettings settings(ParseResult flags, Map<String, String> environment) {
        Given config = given(CONFIG, flags, environment, Map.of(), "");
        Map<String, String> file = config == null ? Map.of() : read(config);
        String fileName = config == null ? "" : config.text();
        return new ServiceSettings(new SettingSource(name -> given(name, flags, environment, file, fileName)));
    }

    private static @Nullable Given given(
            String name,
            ParseResult flags,
            Map<String, String> environment,
            Map<String, String> file,
            String fileName) {
        String flag = "--" + name;
        if (flags.hasMatchedOption(flag)) {
            String value = flags.matchedOptionValue(flag, "");
            return new Given(value, flag);
        }
        String variable = "YODEL_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
        String value = environment.get(variable);
        if (value != null) {
            return new Given(value, variable);
        }
        String line = file.get(name);
        return line == null ? null : new Given(line, name + " in " + fileName);
    }

    private static Map<String, String> read(Given config) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(config.text()), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new BadSettingException(
                    config.origin() + ": " + config.text() + " (expected: a readable properties file)");
        }
        Set<String> known = descriptions().stream().map(Description::name).collect(Collectors.toSet());
        for (String name : properties.stringPropertyNames()) {
            if (!known.contains(name)) {
                throw new BadSettingException(config.text() + ": " + name + " (expected: the name of a setting)");
            }
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    private static List<Description> descriptions() {
        SettingSource defaults = new SettingSource(name -> null);
        new ServiceSettings(defaults);
        return defaults.descriptions();
    }

    private static OptionSpec option(String name, String label, String description) {
        // In a description picocli takes % for a format.
        return OptionSpec.builder("--" + name)
                .type(String.class)
                .paramLabel(label)
                .description(description.replace("%", "%%"))
                .build();
    }
}
