package dev.yodel.service.settings;

import dev.yodel.service.info.Version;
import dev.yodel.service.settings.SettingSource.Declaration;
import dev.yodel.service.settings.SettingSource.Given;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the server: reads {@link ServiceSettings} and runs the server with them. */
public final class ServiceCommand {

    private static final int INVALID_SETTINGS = 2;
    private static final String CONFIG = "config";
    private static final String PRINT = "print-settings";
    private static final String VARIABLE_PREFIX = "YODEL_";

    /** Variables of the launcher and of logging, which are not settings. */
    private static final Set<String> OTHER_VARIABLES = Set.of(
            "YODEL_JAVA_HOME",
            "YODEL_JAVA_OPTS",
            "YODEL_LOG_LEVEL",
            "YODEL_AOT_OUTPUT",
            "YODEL_RUNTIME_JDK",
            "YODEL_TARGETS");

    private ServiceCommand() {}

    /**
     * Runs an action with the settings, or prints help, version or a one-line error. Returns the exit code: that of the
     * action, 0 after help, 2 if a setting is invalid.
     */
    public static int execute(String[] flags, Map<String, String> environment, ToIntFunction<ServiceSettings> action) {
        return commandLine()
                .setExecutionStrategy(parsed -> {
                    Integer help = CommandLine.executeHelpRequest(parsed);
                    if (help != null) {
                        return help;
                    }
                    ServiceSettings settings = settings(parsed, environment);
                    return parsed.hasMatchedOption("--" + PRINT) ? print(settings) : action.applyAsInt(settings);
                })
                .setParameterExceptionHandler((e, arguments) -> {
                    System.err.println("yodel: " + text(e) + " (see --help)");
                    return INVALID_SETTINGS;
                })
                .execute(flags);
    }

    private static String text(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && unmatched.getUnmatched().get(0).startsWith("-")) {
            return "unknown option: " + unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
        }
        return String.valueOf(e.getMessage());
    }

    /**
     * Reads the settings.
     *
     * @throws ParameterException if one is unknown or out of bounds
     */
    public static ServiceSettings parse(Map<String, String> environment, String... flags) {
        return settings(commandLine().parseArgs(flags), environment);
    }

    static CommandLine commandLine() {
        CommandSpec spec = CommandSpec.create().name("yodel serve").mixinStandardHelpOptions(true);
        spec.version("yodel " + Version.current());
        spec.usageMessage()
                .description("Starts the Greeting/Echo gRPC server.")
                .footer(
                        "",
                        "Each setting can also be an environment variable (YODEL_METRICS_PORT) or a line of the --config file",
                        "(metrics-port=9464). Precedence, highest first: flag, variable, file, default.",
                        "YODEL_LOG_LEVEL sets the log level: DEBUG, INFO, WARN (default) or ERROR.",
                        "Exit codes: 0 stopped by SIGTERM or SIGINT, 1 could not start, 2 invalid settings, 3 stopped by a second signal,",
                        "4 out of memory.")
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .longOptionsMaxWidth(36)
                .width(120);
        spec.addOption(option(CONFIG, "FILE", "Properties file with settings."));
        spec.addOption(OptionSpec.builder("--" + PRINT)
                .description("Prints the value of every setting and exits.")
                .build());
        for (Declaration setting : declarations()) {
            String fallback = setting.fallback().isEmpty() ? "empty" : setting.fallback();
            String expected = setting.expected().isEmpty() ? "" : " (" + setting.expected() + ")";
            spec.addOption(option(setting.name(), "VALUE", setting.description() + " Default: " + fallback + expected));
        }
        return ServiceHelp.grouped(new CommandLine(spec));
    }

    /** Settings name files with secrets but hold none; a URL could. */
    private static int print(ServiceSettings settings) {
        settings.texts()
                .forEach((name, text) -> System.out.println(name + "="
                        + text.replaceAll("://[^/@]*@", "://<redacted>@").replaceAll("\\?.*", "?<redacted>")));
        return 0;
    }

    private static OptionSpec option(String name, String label, String description) {
        return OptionSpec.builder("--" + name)
                .type(String.class)
                .paramLabel(label)
                .description(description.replace("%", "%%")) // A description is a format.
                .build();
    }

    private static List<Declaration> declarations() {
        return new ServiceSettings(name -> null).declarations();
    }

    private static ServiceSettings settings(ParseResult flags, Map<String, String> environment) {
        try {
            refuseUnknownVariables(environment);
            Given config = given(CONFIG, flags, environment);
            Properties file = config == null ? new Properties() : read(config);
            return new ServiceSettings(name -> {
                Given given = given(name, flags, environment);
                String line = file.getProperty(name);
                return given != null || line == null || config == null
                        ? given
                        : new Given(line, name + " in " + config.text());
            });
        } catch (IllegalArgumentException e) {
            throw new ParameterException(flags.commandSpec().commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** A mistyped variable would otherwise be ignored silently. */
    private static void refuseUnknownVariables(Map<String, String> environment) {
        Set<String> known = new HashSet<>(OTHER_VARIABLES);
        known.add(variable(CONFIG));
        declarations().forEach(setting -> known.add(variable(setting.name())));
        environment.keySet().stream()
                .filter(name -> name.startsWith(VARIABLE_PREFIX) && !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(name + ": unknown variable (expected: " + VARIABLE_PREFIX
                            + " and the name of a setting, for example " + variable("metrics-port") + ")");
                });
    }

    private static String variable(String setting) {
        return VARIABLE_PREFIX + setting.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The value of a flag, or else of a variable. */
    private static @Nullable Given given(String name, ParseResult flags, Map<String, String> environment) {
        String flag = "--" + name;
        if (flags.hasMatchedOption(flag)) {
            return new Given(flags.matchedOptionValue(flag, ""), flag);
        }
        String variable = variable(name);
        String value = environment.get(variable);
        return value == null ? null : new Given(value, variable);
    }

    private static Properties read(Given config) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(config.text()), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    config.origin() + ": " + config.text() + " (expected: a readable properties file)", e);
        }
        for (String name : properties.stringPropertyNames()) {
            if (declarations().stream().noneMatch(setting -> setting.name().equals(name))) {
                throw new IllegalArgumentException(config.text() + ": " + name + " (expected: the name of a setting)");
            }
        }
        return properties;
    }
}
